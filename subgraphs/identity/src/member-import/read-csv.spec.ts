import { UnreadableCsv, readCsv } from './read-csv';

const read = (text: string) => readCsv(Buffer.from(text));

describe('readCsv', () => {
  it.each([
    ['commas', 'email,name\na@x.test,Ada\n'],
    ['semicolons', 'email;name\na@x.test;Ada\n'],
    ['tabs', 'email\tname\na@x.test\tAda'],
    ['a byte order mark and line ends of Windows', '\ufeffemail,name\r\na@x.test,Ada\r\n'],
    ['blank lines', 'email,name\n\na@x.test,Ada\n\n'],
    ['blanks around cells', 'email,name\n a@x.test , Ada \n'],
  ])('reads %s', (_what, text) => {
    const { headings, rows } = read(text);
    expect([headings, rows.map(({ cells }) => cells), rows.map(({ broken }) => broken)]).toEqual([['email', 'name'], [['a@x.test', 'Ada']], [null]]);
  });

  it('keeps separators, quotes and line breaks that are inside of quotes, and knows where each row begins', () => {
    const { rows } = read('name,email\n"Lovelace, Ada ""the first""",a@x.test\n"Two\nlines",b@x.test\nLast,c@x.test\n');
    expect(rows).toEqual([
      { line: 2, cells: ['Lovelace, Ada "the first"', 'a@x.test'], broken: null },
      { line: 3, cells: ['Two\nlines', 'b@x.test'], broken: null },
      { line: 5, cells: ['Last', 'c@x.test'], broken: null },
    ]);
  });

  it('says of one row what is wrong with it, and reads the others', () => {
    const bytes = Buffer.concat([Buffer.from('email,name\na@x.test,Ada\nb@x.test,'), Buffer.from([0x4a, 0xf8, 0x72, 0x6e]), Buffer.from('\nc@x.test,Cleo,too,much\nd@x.test,Dora\n')]);
    const { rows } = readCsv(bytes);
    expect(rows.map(({ line, broken }) => [line, broken === null])).toEqual([[2, true], [3, false], [4, false], [5, true]]);
    expect(rows[1]?.broken).toMatch(/UTF-8/);
    expect(rows[2]?.broken).toMatch(/4 cells/);
  });

  it('loses one line to a quote that is never closed, and not the rest of the file', () => {
    const { rows } = read('email,name\na@x.test,"Ada\nb@x.test,Berta\nc@x.test,Cleo\n');
    expect(rows.map(({ line, broken }) => [line, broken === null])).toEqual([[2, false], [3, true], [4, true]]);
    expect(rows[0]?.broken).toMatch(/quote/i);
  });

  it.each([
    ['nothing', Buffer.alloc(0), /empty/],
    ['headings alone', Buffer.from('email,name\n'), /no people/],
    ['UTF-16', Buffer.from('\ufeffemail,name\n', 'utf16le'), /UTF-16/],
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), /workbook/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01]), /not a text file/],
    ['headings that are not UTF-8', Buffer.from([0x6e, 0xe6, 0x2c, 0x61, 0x0a, 0x61, 0x2c, 0x62]), /first line is not UTF-8/],
    ['more people than fit', Buffer.from(`email\n${'a@x.test\n'.repeat(10_001)}`), /10001 people/],
    ['more bytes than fit', Buffer.alloc(2 * 1024 * 1024 + 1, 0x61), /2 MiB/],
  ])('refuses %s as a whole', (_what, bytes, message) => {
    expect(() => readCsv(bytes)).toThrow(UnreadableCsv);
    expect(() => readCsv(bytes)).toThrow(message);
  });
});
