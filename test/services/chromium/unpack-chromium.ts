/** Unpacks the browser that the package carries, in a process of its own: it goes to the folder TMPDIR, always. */
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
