import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import type { Logger } from '@dezky/kit/log/logger';
import { StartError } from './embedded-postgres';

export interface ProcessOptions {
  /** Such as `identity-1`; for logs and people. */
  readonly name: string;
  /** The program's main file, and its arguments. */
  readonly main: string;
  readonly args?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it answers. */
  readonly url: string;
  /** What the process writes goes to the end of this file. */
  readonly logFile: string;
  readonly log: Logger;
}

/** A process that crashes at once is not started more often than this. */
const restartAfterMs = 250;

/** A process of the product, started anew whenever it ends without having been told to. */
export class ManagedProcess {
  readonly name: string;
  private child: ChildProcess | undefined;
  private ready: Promise<void>;
  private stopping = false;
  /** How often it was started. */
  starts = 0;

  private constructor(private readonly options: ProcessOptions) {
    this.name = options.name;
  }

  /** @throws StartError when it ends before it is ready. */
  static async start(options: ProcessOptions): Promise<ManagedProcess> {
    const managed = new ManagedProcess(options);
    managed.launch();
    await managed.ready;
    return managed;
  }

  get url(): string {
    return this.options.url;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Ends it as if the power had gone, or asks it to end; resolves when the next one is ready. */
  async restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const before = this.starts;
    this.child?.kill(signal);
    while (this.starts === before) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.ready;
  }

  /** Ends it for good, as if the power had gone. */
  async killForGood(): Promise<void> {
    this.stopping = true;
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const impatient = setTimeout(() => this.child?.kill('SIGKILL'), 15_000);
    await this.end('SIGTERM');
    clearTimeout(impatient);
  }

  private launch(): void {
    const { name, main, args = [], environment, logFile, log } = this.options;
    const output = openSync(logFile, 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', main, ...args], { env: environment, stdio: ['ignore', output, 'pipe', 'ipc'] });
    closeSync(output);
    this.child = child;
    this.starts += 1;
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-2_000);
    });
    this.ready = new Promise((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', () => reject(new StartError(complaint.trim() || `${name} ended before it was ready; its log is ${logFile}.`)));
    });
    // Whoever waits for it is told; nobody has to.
    this.ready.catch(() => undefined);
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      log.warn({ process: name, code, signal, complaint }, 'a process ended and is started anew');
      setTimeout(() => this.stopping || this.launch(), restartAfterMs);
    });
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }
}
