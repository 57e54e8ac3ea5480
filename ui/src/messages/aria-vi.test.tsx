import { render, screen } from "@testing-library/react";
import { Button, Group, I18nProvider, Input, Label, NumberField } from "react-aria-components";
import * as english from "react-aria-components/i18n/en-US";
import { expect, it } from "vitest";
import { ariaVi } from "./aria-vi";

// The hook is internal to React Aria: when this fails after an update, look at LocalizedStringDictionary.
it("React Aria speaks Vietnamese through the hook", () => {
  render(
    <I18nProvider locale="vi-VN">
      <NumberField defaultValue={1}>
        <Label>Số bản</Label>
        <Group>
          <Button slot="decrement">-</Button>
          <Input />
          <Button slot="increment">+</Button>
        </Group>
      </NumberField>
    </I18nProvider>,
  );
  expect(screen.getByRole("button", { name: "Tăng Số bản" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Increase Số bản" })).toBeNull();
});

it("every string translated is one React Aria has", () => {
  const { default: known } = english as unknown as { default: Record<string, Record<string, unknown>> };
  const unknown = Object.entries(ariaVi).flatMap(([part, words]) =>
    Object.keys(words)
      .filter((key) => !(key in (known[part] ?? {})))
      .map((key) => `${part} ${key}`),
  );
  expect(unknown, "a renamed key would be silent").toEqual([]);
});
