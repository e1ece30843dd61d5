/** What the makers of scanners have agreed to call malicious: harmless, and in parts here, since they would find it. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4', '\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD', '-ANTIVIRUS-TEST', '-FILE!$H+H*'].join(
    '',
  ),
);
