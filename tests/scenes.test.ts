import { listTemplates } from '../scripts/account-templates';
import { hasProblems, reportScenes } from '../scripts/scene-report';
import localCloud from '../local-cloud.json';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();
const env = 'local-hongyan';
const access = () => ({
  api: `${local().cloud.url}/wechat-api`,
  appid: localCloud.appid,
  secret: localCloud.secret,
});
const problemsOf = (report: ReturnType<typeof reportScenes>): string[] =>
  report.flatMap(({ scene, previews }) =>
    previews.flatMap(({ problems }) => problems.map((problem) => `${scene}: ${problem}`)),
  );

test('every scene is previewed over every channel, within its limits', () => {
  const report = reportScenes(env);
  expect(hasProblems(report)).toBe(false);
  expect(report.map(({ previews }) => previews.length)).toEqual([
    2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 3, 2,
  ]);
  expect(report[0]?.previews[1]).toMatchObject({
    channel: 'subscribe',
    rows: [
      { keyword: 'thing1', value: '武夷山红茶 250g ×2', limit: 'up to 20 characters; shorten' },
      { keyword: 'amount2', value: '￥136.00' },
      { keyword: 'character_string3' },
      { keyword: 'time4', value: '2026-03-04 10:00' },
    ],
  });
});

test('an environment without templates says so', () => {
  const report = reportScenes('local-nowhere');
  expect(hasProblems(report)).toBe(true);
  expect(report[0]?.problems[0]).toContain('no template in environment local-nowhere');
});

test('the account is read, compared and left as it is', async () => {
  const { hub, cloud } = local();
  const account = await listTemplates(access());
  expect(hasProblems(reportScenes(env, account))).toBe(false);
  expect(await listTemplates(access())).toEqual(account);
  expect(await hub.find('credits')).toEqual([]);
  expect(cloud.wechat.tokens()).toEqual([]);
});

test('what differs from the account is named', async () => {
  const [first, ...others] = await listTemplates(access());
  if (first?.templateId !== 'sub-pay-success')
    throw new Error('The first template is another one.');
  const changed = {
    ...first,
    title: '支付成功',
    keywords: ['thing1', 'amount2', 'date9'],
    longTerm: true,
  };
  expect(problemsOf(reportScenes(env, [changed, ...others]))).toEqual([
    'paySuccess: its title in the account is 支付成功',
    'paySuccess: in the account it is long-term',
    'paySuccess: the template also needs date9: without it WeChat answers 47003',
    'paySuccess: the template has no character_string3',
    'paySuccess: the template has no time4',
  ]);
  expect(problemsOf(reportScenes(env, others))).toEqual([
    'paySuccess: the account has no template sub-pay-success',
  ]);
});

test('a wrong secret is told in WeChat’s words', async () => {
  const asked = listTemplates({ ...access(), secret: 'wrong' });
  await expect(asked).rejects.toThrow('/wechat-api/cgi-bin/stable_token answered 40125');
});
