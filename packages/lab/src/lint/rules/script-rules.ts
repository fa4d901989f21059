import { expressionsIn, nameOf, type Place } from './parsed-file.ts';
import { placeRule, type Rule } from './rule.ts';

/** Contexts that hold no text of a person or a model: the platform makes their values. */
const harmless =
  /^(?:github\.(?:repository|repository_id|run_id|run_number|run_attempt|sha|workspace|server_url|api_url)|runner\.\w+|matrix\.[\w-]+|strategy\.[\w-]+)$/;

/** What people wrote, wherever an event carries it. */
const words =
  /github\.head_ref|github\.ref_name|github\.event\.(?:inputs|client_payload)|github\.event\.[\w.*[\]'"-]*\b(?:title|body|message|name|ref|label|email|login|description)\b|toJSON\(\s*github(?:\.event)?\s*\)/i;

/** What reaches a shell, and what a script may change for later steps. */
export const scriptRules: readonly Rule[] = [
  placeRule(
    'template-injection',
    'an expression becomes part of the script before a shell reads it: pass it by `env:`',
    (place) => isScript(place) && expressionsIn(place).some((expression) => !harmless.test(expression)),
  ),
  placeRule(
    'untrusted-input',
    'an action reads what people wrote from the event file',
    (place) => place.keys[0] !== 'run-name' && expressionsIn(place).some((expression) => words.test(expression)),
  ),
  placeRule(
    'github-env',
    'a variable or a folder of PATH for all later steps, from whatever the script read',
    (place) => isScript(place) && /GITHUB_(?:ENV|PATH)\b|::(?:set-env|add-path)\b/.test(String(place.value)),
  ),
  placeRule(
    'insecure-commands',
    'what a program prints would set variables of later steps',
    (place) => nameOf(place) === 'ACTIONS_ALLOW_UNSECURE_COMMANDS',
  ),
  placeRule(
    'adhoc-packages',
    'a package whose digest nobody wrote down',
    (place) => isScript(place) && String(place.value).split('\n').some(isAdHoc),
  ),
];

const isScript = (place: Place): boolean =>
  nameOf(place) === 'run' || (nameOf(place) === 'script' && place.keys.at(-2) === 'with');

function isAdHoc(line: string): boolean {
  if (/\b(?:curl|wget)\b.*\|\s*(?:sudo\s+)?(?:ba|z)?sh\b/.test(line)) return true;
  if (/\bpip3?"? install\b/.test(line)) return !line.includes('--require-hashes');
  return /\b(?:npm (?:i|install|exec)|npx|pnpm (?:add|dlx)|gem install|go install|cargo install)\s+\S/.test(line);
}
