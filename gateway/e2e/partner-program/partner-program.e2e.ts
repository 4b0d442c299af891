import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { credentialsOf } from '@dezky/stack/credentials';
import { type TestStack, startTestStack } from '@dezky/stack/test-stack.fixture';

const readme = readFileSync(resolve(__dirname, '..', '..', '..', 'README.md'), 'utf8');

/** The program as the README gives it: what stands in its `sh` blocks, in their order. */
const section = readme.slice(readme.indexOf('## As a partner'), readme.indexOf('## As an operator'));
const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
/** What a block says that it prints. */
const expected = (block: string): string[] => [...block.matchAll(/^# → (.*)$/gm)].map(([, line = '']) => line);

/** One shell, to which the blocks are given as a reader pastes them. */
class Shell {
  private constructor(private readonly child: ChildProcessWithoutNullStreams) {}

  /** Ends at the first command that fails. */
  static open(): Shell {
    return new Shell(spawn('bash', ['-euo', 'pipefail', '-s']));
  }

  /** @returns the lines that were printed. @throws with what was said when the shell ended before the block did. */
  run(text: string): Promise<string[]> {
    const mark = 'the block has ended';
    const { stdin, stdout, stderr } = this.child;
    return new Promise((done, failed) => {
      let printed = '';
      let said = '';
      const read = (chunk: Buffer): void => {
        printed += chunk.toString();
        if (printed.endsWith(`${mark}\n`)) finish(() => done(printed.split('\n').slice(0, -2)));
      };
      const hear = (chunk: Buffer): void => void (said += chunk.toString());
      const ended = (code: number | null): void => finish(() => failed(new Error(`The shell ended with ${code}:\n${text}\n${printed}\n${said}`)));
      const finish = (then: () => void): void => {
        stdout.off('data', read);
        stderr.off('data', hear);
        this.child.off('close', ended);
        then();
      };
      stdout.on('data', read);
      stderr.on('data', hear);
      this.child.on('close', ended);
      stdin.write(`${text}\necho '${mark}'\n`);
    });
  }

  close(): void {
    this.child.stdin.end();
  }
}

describe('the partner’s program in the README', () => {
  let stack: TestStack;
  let home: string;
  let shell: Shell;

  beforeAll(async () => {
    stack = await startTestStack({ demo: true });
    home = mkdtempSync(join(tmpdir(), 'partner-program-'));
    writeFileSync(join(home, 'credentials.json'), JSON.stringify(credentialsOf(stack)));
    shell = Shell.open();
  }, 120_000);
  afterAll(async () => {
    shell?.close();
    await stack?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  /** With the places of this stack instead of those that a reader has. */
  const here = (text: string): string => text.replaceAll('http://localhost:4000', stack.url).replaceAll('./.dezky/credentials.json', join(home, 'credentials.json'));
  const address = 'kaare@acme.test';
  const account = () => stack.sandboxes.authentik.accounts().find(({ email }) => email === address);
  const mailbox = () => stack.sandboxes.stalwart.mailboxes().find((one) => one.address === address);

  it('has a block for each thing that it does, and says what it prints', () => {
    expect(blocks.map((block) => expected(block).length > 0)).toEqual([false, ...blocks.slice(1).map(() => true)]);
  });

  it.each(blocks.map((block, index): [number, string] => [index, /^# (.*)$/m.exec(block)?.[1] ?? '']))('does block %i as it says: %s', async (index) => {
    const block = blocks[index] ?? '';
    const printed = await shell.run(here(block));
    expect(printed).toEqual(expect.arrayContaining(expected(block)));
    if (block.includes('createMember')) expect([account()?.active, mailbox()?.frozen]).toEqual([true, false]);
    if (block.includes('suspendMember')) expect([account()?.active, mailbox()?.frozen]).toEqual([false, true]);
    if (block.includes('removeMember')) expect([account(), mailbox()]).toEqual([undefined, undefined]);
  }, 30_000);
});
