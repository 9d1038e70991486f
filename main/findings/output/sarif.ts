import type { Location, Log } from 'sarif';
import type { Analysis, CodeRange, Finding } from '#contract';
import type { WriteOptions } from './index.ts';

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** GitHub and others show these as grades of their own. */
const securityOf = { critical: '9.5', high: '7.5', medium: '5.0', low: '2.0' } as const;

/** SARIF 2.1.0 (OASIS, 2020), for editors and code scanning. */
export function sarifAnalysis({ findings }: Analysis, { rules, version }: WriteOptions): Log {
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Callscape',
            semanticVersion: version,
            rules: rules.map(({ id, title, meaning, mend, severity, category }) => ({
              id,
              name: title,
              shortDescription: { text: title },
              fullDescription: { text: meaning },
              help: { text: mend },
              defaultConfiguration: { level: levels[severity] },
              properties: {
                category,
                'problem.severity': levels[severity],
                rank: Number(securityOf[severity]) * 10,
              },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { PROJECT: { description: { text: 'The folder that was analysed.' } } },
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: indexOf.get(finding.rule) ?? -1,
          level: levels[finding.severity],
          message: { text: messageOf(finding) },
          locations: [location(finding.range, finding.function?.name)],
          relatedLocations: finding.evidence.flatMap(({ text, range }, id) =>
            range === undefined ? [] : [{ id, message: { text }, ...location(range) }],
          ),
          partialFingerprints: { 'callscapeId/v1': finding.id },
          properties: { severity: finding.severity, confidence: finding.confidence },
        })),
      },
    ],
  };
}

const messageOf = ({ message, evidence }: Finding): string =>
  [`${message}.`, ...evidence.map(({ text }) => text)].join(' ');

function location({ file, line, endLine, start, end }: CodeRange, name?: string): Location {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  const offsets = start < 0 ? {} : { charOffset: start, charLength: end - start };
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: 'PROJECT' },
      region: { startLine: Math.max(1, line), endLine: Math.max(1, line, endLine), ...offsets },
    },
    ...(name === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'function' }] }),
  };
}
