#include "ctl/Table.h"

#include "ctl/DisplayWidth.h"

#include <algorithm>

namespace lanyard {
namespace {

QString paint(const QString& text, Table::Colour colour)
{
    switch (colour) {
    case Table::Colour::Good: return QStringLiteral("\x1b[32m%1\x1b[0m").arg(text);
    case Table::Colour::Bad: return QStringLiteral("\x1b[31m%1\x1b[0m").arg(text);
    case Table::Colour::Faint: return QStringLiteral("\x1b[2m%1\x1b[0m").arg(text);
    case Table::Colour::None: break;
    }
    return text;
}

} // namespace

QString printable(const QString& text)
{
    QString safe = text;
    for (QChar& c : safe) {
        if (c.category() == QChar::Other_Control)
            c = u'?';
    }
    return safe;
}

QString Table::toString(bool coloured) const
{
    std::vector<std::vector<Cell>> lines;
    std::vector<Cell> headings;
    for (const Column& column : m_columns)
        headings.emplace_back(column.heading, Colour::Faint);
    lines.push_back(std::move(headings));
    lines.insert(lines.end(), m_rows.begin(), m_rows.end());

    std::vector<int> widths(m_columns.size(), 0);
    for (std::vector<Cell>& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            line[i].text = printable(line[i].text);
            widths[i] = std::max(widths[i], displayWidth(line[i].text));
        }
    }
    QString text;
    for (const std::vector<Cell>& line : lines) {
        QString row;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const QString padding(widths[i] - displayWidth(line[i].text), u' ');
            const QString cell = coloured ? paint(line[i].text, line[i].colour) : line[i].text;
            row += m_columns[i].align == Align::Right ? padding + cell : cell + padding;
            row += QStringLiteral("  ");
        }
        while (row.endsWith(u' '))
            row.chop(1);
        text += row + u'\n';
    }
    return text;
}

} // namespace lanyard
