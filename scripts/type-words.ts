/** @returns what a typed keyword takes, in words, for people who correct a scene */
export const describeType = (type: string): string => descriptions[type] ?? 'any text on one line';

const descriptions: Readonly<Record<string, string>> = {
  thing: 'up to 20 characters',
  number: 'up to 32 digits',
  letter: 'up to 32 letters',
  symbol: 'up to 5 symbols',
  character_string: 'up to 32 digits, letters or symbols',
  time: 'a time of 24 hours, perhaps with its date',
  date: 'a date, perhaps with a time',
  amount: 'a currency sign and up to 10 digits',
  phone_number: 'up to 17 digits and symbols',
  car_number: 'up to 8 characters of a number plate',
  name: 'up to 10 Chinese characters or 20 letters, no digits',
  phrase: 'up to 5 Chinese characters',
};
