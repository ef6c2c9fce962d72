import * as v from 'valibot';

/** A subscribe template of an account, as far as a scene can be compared with it. */
export interface AccountTemplate {
  templateId: string;
  title: string;
  /** Typed keywords, for example `thing1`. */
  keywords: string[];
  longTerm: boolean;
}

/** Where WeChat's HTTP API is, and who asks. */
export interface AccountAccess {
  /** `https://api.weixin.qq.com`, or `<local cloud>/wechat-api`. */
  api: string;
  appid: string;
  secret: string;
}

const Failure = v.object({
  errcode: v.optional(v.number(), 0),
  errmsg: v.optional(v.string(), ''),
});
const Token = v.object({ access_token: v.string() });
const Templates = v.object({
  data: v.array(
    v.object({
      priTmplId: v.string(),
      title: v.string(),
      content: v.string(),
      /** 2 one-time, 3 long-term */
      type: v.number(),
    }),
  ),
});

/**
 * Reads the template list of an account and changes nothing: the stable access token is the same for
 * everybody who asks, so that no live token ends (WeChat docs, getStableAccessToken, getTemplateList).
 * @throws Error in WeChat's words
 */
export async function listTemplates(access: AccountAccess): Promise<AccountTemplate[]> {
  const { api, appid, secret } = access;
  const asked = { grant_type: 'client_credential', appid, secret, force_refresh: false };
  const { access_token: token } = await call(Token, `${api}/cgi-bin/stable_token`, asked);
  const query = new URLSearchParams({ access_token: token });
  const { data } = await call(Templates, `${api}/wxaapi/newtmpl/gettemplate?${query.toString()}`);
  return data.map(({ priTmplId, title, content, type }) => ({
    templateId: priTmplId,
    title,
    keywords: [...content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map(([, keyword = '']) => keyword),
    longTerm: type === 3,
  }));
}

async function call<T extends v.GenericSchema>(
  schema: T,
  url: string,
  body?: object,
): Promise<v.InferOutput<T>> {
  const response = await fetch(url, body && { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  const checked = v.safeParse(schema, answer);
  if (checked.success) return checked.output;
  const { errcode, errmsg } = v.parse(Failure, answer);
  throw new Error(`${new URL(url).pathname} answered ${errcode}: ${errmsg}`);
}
