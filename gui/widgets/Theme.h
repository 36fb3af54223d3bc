#pragma once

#include "gui/models/Tone.h"

#include <QColor>
#include <QFont>
#include <QPalette>

namespace lanyard {

/// Distances, fonts and colours of every page. Colours come from the system's palette, so that light and dark follow
/// it.
struct Theme
{
    // Device-independent pixels.
    static constexpr int kTight = 4;
    static constexpr int kSmall = 8;
    static constexpr int kMedium = 12;
    static constexpr int kLarge = 20;
    static constexpr int kPage = 28;
    static constexpr int kRadius = 8;
    static constexpr int kDot = 9;
    static constexpr int kIcon = 18;

    static bool isDark(const QPalette& palette);
    static QColor tone(Tone tone, const QPalette& palette);
    /// Labels and explanations beside what matters.
    static QColor quietText(const QPalette& palette);
    static QColor cardFill(const QPalette& palette);
    static QColor cardBorder(const QPalette& palette);
    /// Between the rows of a table inside a card.
    static QColor rowLine(const QPalette& palette);
    /// Behind code and URLs inside a card.
    static QColor wellFill(const QPalette& palette);
    /// Behind the chosen entry of a list.
    static QColor chosenFill(const QPalette& palette);
    static QColor hoverFill(const QPalette& palette);

    static QFont titleFont();
    static QFont sectionFont();
    static QFont numberFont();
    static QFont smallFont();
    static QFont monoFont();
};

} // namespace lanyard
