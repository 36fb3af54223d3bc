#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace lanyard {

/// Rows under headings, aligned by what they take on a terminal. Control characters in cells are shown as "?", so that
/// no name or message can steer the terminal.
class Table
{
public:
    enum class Align { Left, Right };
    enum class Colour { None, Good, Bad, Faint };
    struct Cell
    {
        Cell(QString cellText, Colour cellColour = Colour::None) : text(std::move(cellText)), colour(cellColour) {}
        QString text;
        Colour colour;
    };

    void addColumn(const QString& heading, Align align = Align::Left) { m_columns.push_back({heading, align}); }
    void addRow(std::vector<Cell> cells) { m_rows.push_back(std::move(cells)); }
    bool empty() const { return m_rows.empty(); }

    /// Ends with a line feed. `coloured`: with ANSI sequences.
    QString toString(bool coloured) const;

private:
    struct Column
    {
        QString heading;
        Align align;
    };
    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// One line of text, safe to show on a terminal.
QString printable(const QString& text);

} // namespace lanyard
