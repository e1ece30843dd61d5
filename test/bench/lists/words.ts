import type { Customer } from '../../../src/domain/actor.js';
import { noProfile } from '../../../src/domain/actor.js';

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

const FIRST_NAMES = list(`
  Ada Amir Anna Bashir Bea Bruno Carla Chidi Chloe Dana Dmitri Elif Emeka Emma Farah Felix Fatou Gita Greta Hana
  Hugo Ines Ivan Jada Jonas Kofi Kaori Lena Liam Lucia Mariam Mateo Mina Nadia Ngozi Noah Olga Omar Paula Pedro
  Priya Rosa Samir Sofia Tariq Tove Umar Vera Wanda Yusuf`);

const LAST_NAMES = list(`
  Abbott Adeyemi Bauer Becker Bello Castro Chen Costa Dahl Diallo Eze Fischer Fontana Garcia Greco Haddad Hansen
  Ibrahim Ivanova Jansen Kaya Keller Kim Kowalski Larsen Lopez Mensah Meyer Moreau Nakamura Novak Okafor Olsen Park
  Petrov Quinn Ricci Rossi Sato Schulz Silva Singh Tanaka Torres Usman Vargas Weber Yilmaz Zhang Zimmer`);

const DOMAINS = list('example.com example.org example.net mail.example post.example');

const SUBJECT_WORDS = list(`
  address alert amount answer app approval balance bank bill blocked bonus branch browser business button cancelled card
  cash change charge charged cheque claim code confirmation contract copy country credit currency customer daily data
  debit declined delayed delivery deposit details device direct discount document double duplicate email entry error
  exchange expired export failed fee file form frozen help history home identity income incorrect interest international
  invoice late letter limit link linked list loan locked lost mail merchant message missing mobile money monthly name
  network new notice notification number offer office old online order overdraft owner page paper partner passport
  password payee payment pending phone photo pin plan policy portal post price problem profile proof purchase question
  rate receipt record recipient reference refund rejected reminder renewal rent repeat reply report request reset reversal
  safe salary saving scheduled screen security sent service session settings shop signature slow standing statement
  stolen store subscription support suspended system tax terminal terms time token top transaction transfer travel trial
  twice unknown unpaid update upgrade upload user verification version visa voucher wallet website weekly wire withdrawal
  wrong yearly`);

/** Half of all subjects have it. */
export const COMMON = 'account';
/** As many have it as there are conversations in {@link RARE_COUNT}, whatever the number of all. */
export const RARE = 'zeppelin';
export const RARE_COUNT = 5;

/** The same number for the same two, in [0, below). */
export const drawn = (n: number, use: number, below: number): number => {
  let mixed = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(use + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
};

const wordOf = (words: readonly string[], n: number, use: number): string =>
  words[drawn(n, use, words.length)] ?? '';

/** Someone whose address is his alone. */
export const ownerOf = (n: number): Customer => {
  const [first, last] = [wordOf(FIRST_NAMES, n, 1), wordOf(LAST_NAMES, n, 2)];
  const email = `${n}.${last}@${wordOf(DOMAINS, n, 3)}`.toLowerCase();
  return {
    kind: 'customer',
    id: `customer-${n}`,
    profile: { ...noProfile, name: `${first} ${last}`, email },
  };
};

/** Three to five words. */
export const subjectOf = (n: number, isRare: boolean): string =>
  [
    ...[4, 5, 6].map((use) => wordOf(SUBJECT_WORDS, n, use)),
    ...(drawn(n, 7, 2) === 0 ? [COMMON] : []),
    ...(isRare ? [RARE] : []),
  ].join(' ');
