import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

type Given = Readonly<
  Record<
    | 'apiKey'
    | 'authJson'
    | 'accessToken'
    | 'identityProviderId'
    | 'serviceAccountId'
    | 'audience'
    | 'requestUrl'
    | 'requestToken',
    string | undefined
  >
>;
interface WayIn {
  chooseWayIn(given: Given, now: Date): { readonly kind: string };
}

const nothing: Given = {
  apiKey: undefined,
  authJson: undefined,
  accessToken: undefined,
  identityProviderId: undefined,
  serviceAccountId: undefined,
  audience: undefined,
  requestUrl: undefined,
  requestToken: undefined,
};

/** Whether Codex would run, and with which way in. */
async function wayOf(product: Product, given: Partial<Given>): Promise<string> {
  const { chooseWayIn } = await product.load<WayIn>('packages/codex/src/auth/way-in.ts');
  try {
    return chooseWayIn({ ...nothing, ...given }, new Date()).kind;
  } catch {
    return 'refused';
  }
}

export const attacks: readonly Attack[] = [
  {
    threat: 'wrong-payer',
    name: "an access token of the attacker stands beside the repository's key",
    wins: "the prompts and files of all turns, in the attacker's own account",
    without: [
      {
        file: 'packages/codex/src/auth/way-in.ts',
        find: 'if (named.length > 1) throw several(named);',
        replace: '',
      },
    ],
    run: async (product) => (await wayOf(product, { apiKey: 'sk-own', accessToken: 'at-mallory' })) === 'access-token',
  },
];
