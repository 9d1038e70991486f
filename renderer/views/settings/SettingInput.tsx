import { useState } from 'react';
import type { Setting } from '#contract';
import { Select, TextInput } from '#renderer/widgets/Field.tsx';

interface SettingInputProps {
  readonly setting: Setting;
  readonly disabled: boolean;
  /** With a value as it would stand in the file. */
  readonly onChange: (value: string) => void;
}

const CHOICES: Partial<Record<Setting['type'], readonly string[]>> = {
  boolean: ['true', 'false'],
  level: ['0', '1', '2', '3', '4', '5'],
};

/** The control for a setting's type. Text counts on Enter or when the field is left. */
export function SettingInput({
  setting: { key, type, value, choices = CHOICES[type] },
  disabled,
  onChange,
}: SettingInputProps) {
  const [text, setText] = useState(value);
  if (choices)
    return (
      <Select
        label={key}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {type === 'boolean' ? (choice === 'true' ? 'On' : 'Off') : choice}
          </option>
        ))}
      </Select>
    );
  return (
    <TextInput
      label={key}
      mono
      inputMode={type === 'list' || type === 'path' ? 'text' : 'decimal'}
      placeholder={type === 'list' ? 'none' : type === 'path' ? 'found' : ''}
      value={text}
      disabled={disabled}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onChange(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(text);
        if (event.key === 'Escape') setText(value);
      }}
    />
  );
}
