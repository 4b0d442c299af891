import type { Logger } from '@dezky/kit/log/logger';
import type { StalwartClient } from './stalwart/stalwart-client';

/** Says in the log when the mail server calls itself by another name than the one told to mail programs. */
export class MailHostCheck {
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly stalwart: Pick<StalwartClient, 'mailHost'>,
    private readonly mailHost: string,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.running = this.stalwart.mailHost().then(
      (name) => {
        if (name !== this.mailHost) this.log.warn({ mailHost: this.mailHost, stalwart: name }, 'MAIL_HOST and the default host name of the mail server differ; mail programs are sent to MAIL_HOST');
      },
      (error: unknown) => this.log.warn({ err: error }, 'the mail server could not be asked for its host name'),
    );
  }

  async stop(): Promise<void> {
    await this.running;
  }
}
