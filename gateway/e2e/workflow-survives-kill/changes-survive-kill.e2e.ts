import { aliasChanges } from './alias-changes.fixture';
import { domainChanges } from './domain-changes.fixture';
import { listChanges } from './list-changes.fixture';
import { memberChanges } from './member-changes.fixture';
import { sideBySide } from './side-by-side.fixture';

/** An engine has twenty workflows of a part at a time: changes to members and changes of mail are killed together, the former one after the other. */
sideBySide([
  { 'a change to a member whose process is killed': memberChanges },
  { 'a change of a distribution list whose process is killed': listChanges },
  { 'a change of aliases whose process is killed': aliasChanges, 'a domain whose process is killed': domainChanges },
]);
