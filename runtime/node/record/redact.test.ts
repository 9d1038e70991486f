import { describe, expect, test } from 'vitest';
import { redactText } from '../../format/secrets.ts';
import { redactArguments } from './arguments.ts';
import { KEY, Redactor } from './redact.ts';

const redactor = new Redactor();

/** Whether a text under a key is written. Put together from parts, so that no scanner takes this file for a leak. */
const isRedacted = (key: string, text: string): boolean =>
  redactor.isSecretUnder(redactor.keyKind(key), text) || redactor.isSecretText(text);

const hex = (length: number): string => '0f3a9c7be2d1486502bd17ec4f8a6391'.repeat(3).slice(0, length);
const mixed = (length: number): string =>
  'aB3dE5fGh7IjK9lMnO1pQrS2tUvW4xYz06Z8cVbNq'.repeat(3).slice(0, length);

const SECRET_TEXTS: Record<string, string> = {
  'a JSON Web Token': `eyJhbGciOiJIUzI1NiJ9.${mixed(30)}.${mixed(40)}`,
  'the same within a sentence': `got eyJhbGciOiJIUzI1NiJ9.${mixed(30)}.${mixed(40)} back`,
  'an AWS key id': `AKIA${'IOSFODNN7EXAMPLE'}`,
  'a temporary AWS key id': `ASIA${'IOSFODNN7EXAMPLE'}`,
  'an AWS secret key': `wJalrXUtnFEMI/K7MDENG/bPxRfiCY${'EXAMPLEKEY'}`,
  'a GitHub token': `ghp_${mixed(36)}`,
  'a GitHub server token': `ghs_${mixed(36)}`,
  'a fine-grained GitHub token': `github_pat_${mixed(40)}`,
  'a GitLab token': `glpat-${mixed(20)}`,
  'a Stripe key': `sk_live_${mixed(24)}`,
  'a Stripe test key': `rk_test_${mixed(24)}`,
  'a webhook secret': `whsec_${mixed(32)}`,
  'a Slack bot token': `xoxb-1234567890-${mixed(24)}`,
  'a Slack user token': `xoxp-1234567890-${mixed(24)}`,
  'a Slack webhook': `https://hooks.slack.com/services/T000/B000/${mixed(24)}`,
  'a Google key': `AIza${mixed(35)}`,
  'a Google token': `ya29.${mixed(60)}`,
  'a SendGrid key': `SG.${mixed(22)}.${mixed(40)}`,
  'a Twilio key': `SK${hex(32)}`,
  'an npm token': `npm_${mixed(36)}`,
  'a PyPI token': `pypi-AgEI${mixed(60)}`,
  'a model key': `sk-proj-${mixed(40)}`,
  'a Hugging Face token': `hf_${mixed(34)}`,
  'a DigitalOcean token': `dop_v1_${hex(64)}`,
  'a Shopify token': `shpat_${hex(32)}`,
  'a Vault token': `hvs.${mixed(40)}`,
  'a Telegram token': `123456789:AA${mixed(33)}`,
  'a private key': `-----BEGIN RSA PRIVATE KEY-----\n${mixed(64)}\n-----END RSA PRIVATE KEY-----`,
  'a private key without an end': '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg',
  'an OpenSSH key': `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk`,
  'a password in a URL': 'postgres://app:hunter2@db.local:5432/shop',
  'a password without a user': 'redis://:hunter2@cache:6379',
  'a bearer header': 'Authorization: Bearer abcdef123456',
  'a bearer value': 'Bearer abcdef123456',
  'a bearer value of letters': `bearer ${'abcdefghijklmnopqrstuvwx'}`,
  'a basic header': 'Authorization: Basic dXNlcjpwYXNz',
  'a basic value': 'Basic dXNlcjpwYXNzd29yZA==',
  'any authorization header': 'authorization: hunter2',
  'a cookie header': 'Cookie: sid=s3cr3t; theme=dark',
  'a set-cookie header': 'set-cookie: sid=abcdef; HttpOnly',
  'an API key header': 'X-API-Key=abcdef123456',
  'a password in JSON': '{"user":"ann","password":"hunter2"}',
  'a secret in JSON': `{"client_secret": "abc-def"}`,
  'a password in a form': 'user=ann&password=hunter2',
  'a token in a query': '/reset?token=abcdef123456',
  'a signature in a query': '/blob?sv=1&sig=abcdef123456',
  'an environment line': 'DB_PASSWORD=hunter2',
  'a token in the environment': 'GITHUB_TOKEN=abcd1234',
  'a command line': 'mysql --password=hunter2 shop',
  'a command line with a space': 'deploy --api-key abc123 now',
  'an Azure connection string': `DefaultEndpointsProtocol=https;AccountKey=${mixed(40)}==`,
  'a Visa number': '4111 1111 1111 1111',
  'a Mastercard number in a text': 'paid with 5555555555554444 today',
  'an American Express number': '378282246310005',
  'a key without a name': mixed(40),
};

const SECRETS_UNDER_KEYS: readonly (readonly [string, string])[] = [
  ['password', 'x'],
  ['userPassword', 'correct horse'],
  ['passwd', 'hunter2'],
  ['pin', '1234'],
  ['cvv', '123'],
  ['apiKey', 'abc'],
  ['api_key', 'abc'],
  ['clientSecret', 'abc'],
  ['authorization', 'abc'],
  ['Cookie', 'a=b'],
  ['accessToken', 'abc'],
  ['refresh_token', 'abc'],
  ['csrfToken', 'abc'],
  ['sessionId', 'abc'],
  ['privateKey', 'abc'],
  ['credentials', 'abc'],
  ['token', 'abc'],
  ['token', 'hunter'],
  ['deviceToken', 'name'],
  ['token', '123456'],
  ['token', 'a1b2c3d4'],
  ['token', 'abcdefghijklmnopqrst'],
  ['cardNumber', '1'],
];

const INNOCENT_TEXTS: readonly string[] = [
  'The quick brown fox jumps over the lazy dog',
  'basic structures are enough',
  'Basic principles',
  'bearer of bad news',
  'digest of the week',
  'passwords must be long',
  'the secret of success',
  'Unexpected token } in JSON at position 42',
  'authorization is required',
  'cookies are enabled',
  'function tokenize(text) { return [] }',
  'https://example.com/users/42?page=2&sort=name',
  'https://example.com:8080/path@2x.png',
  'git@github.com:owner/repository.git',
  'mailto:ann@example.com',
  '550e8400-e29b-41d4-a716-446655440000',
  hex(40),
  hex(64),
  '1700000000000',
  '1732275126000000000',
  '2026-11-22T11:32:06.123Z',
  '192.168.100.200:8080',
  '+49 170 1234567 890',
  '1234567890123456',
  'src/components/Button2/ButtonGroup.test.tsx',
  '/usr/local/lib/node_modules/npm/bin/npm-cli.js',
  'ThisIsAVeryLongIdentifierNameWithoutAnyDigitsInIt',
  'getElementsByClassNameAndTagName2AndAttribute3Value4',
  'SELECT id, name FROM users WHERE id = $1',
  'INSERT INTO cards (rank, suit) VALUES (4, 2)',
  'rgba(255, 255, 255, 0.5) solid 1px',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'application/x-www-form-urlencoded; charset=utf-8',
  'max-age=31536000; includeSubDomains',
  'sk-button sk-card',
  'key=value',
  'code=200 message=OK',
  'ab'.repeat(40),
  '0'.repeat(16),
  'node --inspect --enable-source-maps server.js',
  'const password = prompt(question)'.replace('= prompt(question)', 'field'),
  'eyJ is how a token begins',
  'v24.21.0-linux-x64',
  'class Secret extends Base {}',
];

const INNOCENT_UNDER_KEYS: readonly (readonly [string, string])[] = [
  ['token', 'identifier'],
  ['token', '('],
  ['token', '=>'],
  ['token', 'function'],
  ['token', '...'],
  ['token', 'end of input'],
  ['token', 'StringLiteral'],
  ['tokenType', 'keyword'],
  ['tokens', 'number string'],
  ['token', '==='],
  ['tokenKind', 'JSX_TAG_START'],
  ['token', 'template-literal'],
  ['nextToken', '}'],
  ['prevToken', 'return'],
  ['card', 'ace of spades'],
  ['name', 'password'],
  ['key', 'token'],
  ['passed', 'yes it did'],
  ['compass', 'north-east'],
  ['author', 'ann'],
  ['pinned', 'top of list'],
  ['secretary', ''],
];

describe('secrets', () => {
  test('there are enough of either to tell', () => {
    expect(Object.keys(SECRET_TEXTS).length + SECRETS_UNDER_KEYS.length).toBeGreaterThanOrEqual(60);
    expect(INNOCENT_TEXTS.length + INNOCENT_UNDER_KEYS.length).toBeGreaterThanOrEqual(60);
  });

  test.each(Object.entries(SECRET_TEXTS))('%s is redacted wherever it stands', (_, text) => {
    expect(redactor.isSecretText(text)).toBe(true);
    expect(redactText(`before\n${text}\nafter`)).toMatch(/^before\n.*<redacted>[\s\S]*$/);
  });

  test.each(SECRETS_UNDER_KEYS)('under %s %s is redacted', (key, text) => {
    expect(isRedacted(key, text)).toBe(true);
  });

  test('numbers that are those of cards are redacted', () => {
    expect([4111111111111111, 378282246310005].map((card) => redactor.isSecretNumber(card))).toEqual([
      true,
      true,
    ]);
    const others = [1700000000000, 1234567890123456, 4111111111111112, 42, -4111111111111111, 1e300];
    expect(others.filter((number) => redactor.isSecretNumber(number))).toEqual([]);
  });
});

describe('what is none', () => {
  test.each(INNOCENT_TEXTS)('%s is written', (text) => {
    expect(redactor.isSecretText(text)).toBe(false);
    expect(redactText(text)).toBe(text);
  });

  test.each(INNOCENT_UNDER_KEYS)('under %s %s is written', (key, text) => {
    expect(isRedacted(key, text)).toBe(false);
  });
});

test('redacting a text leaves what stands around the secrets', () => {
  const text = 'GET postgres://app:hunter2@db/shop with 4111 1111 1111 1111 failed';
  expect(redactText(text)).toBe('GET postgres:<redacted>db/shop with <redacted> failed');
});

describe('settings', () => {
  test('add keys, spare keys, add shapes, and switch it off', () => {
    const own = new Redactor({
      keys: ['x-*', 'plate'],
      keep: ['*token', 'pin'],
      values: ['\\bACME-\\d+', '('],
    });
    expect(['X-Trace', 'plate', 'pageToken', 'pin', 'password'].map((key) => own.keyKind(key))).toEqual([
      KEY.SECRET,
      KEY.SECRET,
      KEY.PLAIN,
      KEY.PLAIN,
      KEY.SECRET,
    ]);
    expect(own.isSecretText('the number ACME-12345')).toBe(true);
    const off = new Redactor({ off: true, keys: ['plate'] });
    expect(off.keyKind('plate')).toBe(KEY.PLAIN);
    expect(off.isSecretText(SECRET_TEXTS['a private key'] as string)).toBe(false);
  });
});

test('a command line is written without what its flags keep secret', () => {
  const argv = [
    'node',
    'app.js',
    '--password',
    'hunter2',
    '--token=abc',
    '--api-key',
    '-v',
    'postgres://a:b@c/d',
    '42',
  ];
  expect(redactArguments(argv, redactor)).toEqual([
    'node',
    'app.js',
    '--password',
    '<redacted>',
    '--token=<redacted>',
    '--api-key',
    '-v',
    'postgres:<redacted>c/d',
    '42',
  ]);
});
