import type { Finding, FindingRule } from '#contract';
import { classes } from '#renderer/widgets/classes.ts';
import { count } from '#renderer/widgets/format.ts';
import styles from './Findings.module.css';
import { ruleGroups, toggled } from './facets.ts';

interface RuleRailProps {
  readonly findings: readonly Finding[];
  readonly rules: readonly FindingRule[];
  readonly chosen: readonly string[];
  readonly onChoose: (rules: readonly string[]) => void;
}

/** What kinds of things were found, and how often; a press shows one kind alone. */
export function RuleRail({ findings, rules, chosen, onChoose }: RuleRailProps) {
  return (
    <nav className={styles.rail} aria-label="Rules">
      {ruleGroups(findings, rules).map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h3>{group.title}</h3>
          {group.rules.map(({ rule, title, findings: n }) => (
            <button
              key={rule}
              type="button"
              className={classes(styles.facet, chosen.includes(rule) && styles.chosen)}
              aria-pressed={chosen.includes(rule)}
              data-tip={rule}
              onClick={() => onChoose(toggled(chosen, rule))}
            >
              <span>{title}</span>
              <span className={styles.muted}>{count(n)}</span>
            </button>
          ))}
        </section>
      ))}
    </nav>
  );
}
