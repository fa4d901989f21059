import type { Threat } from '../threat.ts';

export const attachmentsThreats = [
  {
    id: 'picture-fetched',
    asset: "the network of the job's machine, and what answers there",
    attacker: 'whoever may ask, or has the server of a picture',
    path: 'attaches a picture whose address, or whose redirect, leads to another host',
    defence:
      'pictures are downloaded from the hosts where GitHub keeps them and from no other, each redirect is looked at first, and no token is sent',
    left: 'what GitHub itself hands out there',
  },
  {
    id: 'picture-faked',
    asset: 'the memory of the machine, and what Codex reads as a picture',
    attacker: 'whoever may ask',
    path: 'attaches something else under the name of a picture, or a small file that unpacks to gigabytes',
    defence:
      'a picture is one by its bytes and its type together, its size is read from its head, and a limit holds for each',
    left: 'what stands in a picture is read by the model, as words are',
  },
  {
    id: 'picture-of-stranger',
    asset: 'what Codex is told to do',
    attacker: 'everybody who can comment',
    path: 'writes instructions into a picture, and attaches it in a thread of the worker',
    defence:
      'only what belongs to a request of somebody with standing is downloaded; what others say is context, without pictures',
    left: 'somebody with standing quotes the picture',
  },
] as const satisfies readonly Threat[];
