#!/usr/bin/env node
import { pathToFileURL } from 'node:url';

export function greet(name) {
  return `Hello, ${name}!`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name = 'world'] = process.argv.slice(2);
  console.log(greet(name));
}
