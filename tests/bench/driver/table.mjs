const kColumns = ['figure', 'measured', 'spread', 'reach', 'dream', 'verdict', 'medians'];

function number(value, unit) {
  const digits = unit === '' ? 0 : unit === 'x' ? 2 : 1;
  return value.toFixed(digits);
}

function cellsOf(row) {
  return [
    row.title, number(row.value, row.unit), `${number(row.least, row.unit)} - ${number(row.most, row.unit)}`,
    row.reach ?? '', row.dream ?? '', row.verdict, row.detail,
  ];
}

export function textTable(rows) {
  const lines = [kColumns, ...rows.map(cellsOf)];
  const widths = kColumns.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  return lines.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

export function markdownTable(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(kColumns), line(kColumns.map(() => '---')), ...rows.map((row) => line(cellsOf(row)))].join('\n');
}
