import { expect, test } from 'vitest';
import { inodeOf } from './peer.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 111 1 0000000000000000 100 0 0 10 0
   1: 0100007F:9C40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1001        0 222 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:C350 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1002        0 333 1 0000000000000000 20 4 30 10 -1
   3: 0100007F:C351 0100007F:9C40 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0000000000000000
`;

test('the calling end is the one whose own port is the remote one', () => {
  expect(inodeOf(table, { localPort: 40_000, remotePort: 50_000 })).toBe('333');
});

test('a connection that nobody holds any more has no owner', () => {
  expect(inodeOf(table, { localPort: 40_000, remotePort: 50_001 })).toBeUndefined();
});

test('a connection that is not in the table has no owner', () => {
  expect(inodeOf(table, { localPort: 40_000, remotePort: 50_002 })).toBeUndefined();
});
