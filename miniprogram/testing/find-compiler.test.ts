import { hasCompiler } from './find-compiler.cjs';

const notes: string[] = [];

beforeEach(() => {
  notes.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((note) => notes.push(String(note)) > 0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('where the compiler does not run, a note says what is left out', () => {
  expect(hasCompiler({}, 'aix')).toBe(false);
  expect(notes.join('')).toContain('The tests of pages and components are left out.');
});

test('where nothing may be left out, that is an error', () => {
  expect(() => hasCompiler({ REQUIRE_BROWSER: '1' }, 'aix')).toThrow('x86-64');
  expect(notes).toEqual([]);
});
