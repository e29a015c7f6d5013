import { readFile } from 'node:fs/promises';

export interface Part {
  number: string;
  name: string;
}

export async function loadParts(path: string): Promise<Part[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [number = '', name = ''] = line.split(';');
    return { number, name };
  });
}
