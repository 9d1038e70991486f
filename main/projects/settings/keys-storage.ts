import type { SettingKey } from './keys.ts';

const agents = 'Agents';
const storage = 'Storage';

const permission = (key: string, may: string): SettingKey => ({
  key,
  type: 'boolean',
  default: 'true',
  group: agents,
  description: `Let agents ${may}. Not acted on yet: there is no access for agents.`,
  acts: false,
});

export const storageKeys: readonly SettingKey[] = [
  permission('TRACING_ALLOW_AI_INSTRUMENTATION', 'use the instrumentation API'),
  permission('TRACING_ALLOW_AI_WRAP', 'instrument functions'),
  permission('TRACING_ALLOW_AI_UNWRAP', 'take instrumentation away'),
  permission('TRACING_ALLOW_AI_CONFIGURE', 'change levels'),
  {
    key: 'TRACING_AI_REQUIRE_APPROVAL',
    type: 'boolean',
    default: 'false',
    group: agents,
    description:
      'Ask a person before an agent changes anything. Not acted on yet: there is no access for agents.',
    acts: false,
  },
  {
    key: 'TRACING_STORE_TRACES',
    type: 'boolean',
    default: 'true',
    group: storage,
    description:
      'Keep runs. When off, a run that is not pinned is removed when the next one begins or Callscape starts again; never one that is open.',
    acts: true,
  },
  {
    key: 'TRACING_RETENTION_DAYS',
    type: 'integer',
    default: '7',
    group: storage,
    description:
      'Days to keep recordings that are not pinned, from the end of their run or from when they were imported.',
    acts: true,
    min: 1,
    max: 36_500,
  },
  {
    key: 'TRACING_MAX_STORAGE_GB',
    type: 'number',
    default: '5',
    group: storage,
    description:
      'Gigabytes that the recordings of the project may fill; the oldest that are not pinned go first.',
    acts: true,
    min: 0.1,
    max: 100_000,
  },
  {
    key: 'TRACING_AUTO_CLEANUP',
    type: 'boolean',
    default: 'true',
    group: storage,
    description:
      'Remove recordings by the two limits above when a project is opened or a run begins; never one that is open.',
    acts: true,
  },
];
