import { LocalCloudError } from './errors';
import type { AccountDefinition, Database, DeclaredUser, WeChat } from './services';

interface Parts {
  account: AccountDefinition;
  wechat: WeChat;
  database: Database;
}

/**
 * Lets the users arrive whom `local-cloud.json` declares, with their documents.
 * @throws LocalCloudError `PROJECT_INVALID` if the database refuses a document
 */
export function settleUsers({ account, wechat, database }: Parts): void {
  for (const user of account.users) {
    const { openid } = wechat.createUser({ as: user.as, label: user.label });
    insertDocuments(database, user, openid);
  }
}

function insertDocuments(database: Database, user: DeclaredUser, openid: string): void {
  for (const { collection, document } of user.documents) {
    try {
      database.insert(collection, [withOpenid(document, openid)]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new LocalCloudError(
        'PROJECT_INVALID',
        `local-cloud.json: the documents of the user "${user.as}": ${why.replace(/\.$/, '')}. Mend it and start again.`,
      );
    }
  }
}

const withOpenid = (document: Record<string, unknown>, openid: string): Record<string, unknown> =>
  JSON.parse(JSON.stringify(document).replaceAll('{{openid}}', openid)) as Record<string, unknown>;
