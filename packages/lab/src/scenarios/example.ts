import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { productRoot } from '../lab.ts';

/** The text of an example, by its path below `examples/`. */
export const example = (file: string): Promise<string> => readFile(path.join(productRoot, 'examples', file), 'utf8');
