import { Misuse } from '../misuse.ts';

/** The one repository that a command line may name; undefined where it names none. */
export function repositoryOf([repository, ...more]: readonly string[]): string | undefined {
  if (more.length > 0) throw new Misuse(`${more.length + 1} repositories are given. Name one.`);
  if (repository === undefined || /^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/.test(repository)) return repository;
  throw new Misuse(`"${repository}" is no repository. Write it as OWNER/NAME, such as octo-org/demo.`);
}
