#include "gui/widgets/Theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

namespace lanyard {
namespace {

/// `share` of b in a.
QColor mix(const QColor& a, const QColor& b, double share)
{
    const auto part = [share](int x, int y) { return static_cast<int>(x + (y - x) * share + 0.5); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

QFont scaled(double factor, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPointSizeF(QFontInfo(font).pointSizeF() * factor);
    font.setWeight(weight);
    return font;
}

} // namespace

bool Theme::isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

/// Every colour keeps at least 3:1 against the window behind it.
QColor Theme::tone(Tone tone, const QPalette& palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good:
        return dark ? QColor(0x4c, 0xc3, 0x8a) : QColor(0x1f, 0x8f, 0x5a);
    case Tone::Attention:
        return dark ? QColor(0xf0, 0xb4, 0x4c) : QColor(0xb8, 0x74, 0x00);
    case Tone::Bad:
        return dark ? QColor(0xf2, 0x7a, 0x72) : QColor(0xc8, 0x37, 0x2d);
    case Tone::Off:
        return dark ? QColor(0x9a, 0x9f, 0xa6) : QColor(0x7c, 0x82, 0x8a);
    }
    return {};
}

QColor Theme::quietText(const QPalette& palette)
{
    return mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), isDark(palette) ? 0.32 : 0.38);
}

QColor Theme::cardFill(const QPalette& palette)
{
    return isDark(palette) ? mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.05)
                           : palette.color(QPalette::Base);
}

QColor Theme::cardBorder(const QPalette& palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), isDark(palette) ? 0.16 : 0.13);
}

QColor Theme::rowLine(const QPalette& palette)
{
    return mix(cardFill(palette), palette.color(QPalette::WindowText), isDark(palette) ? 0.1 : 0.07);
}

QColor Theme::wellFill(const QPalette& palette)
{
    return mix(cardFill(palette), palette.color(QPalette::WindowText), isDark(palette) ? 0.06 : 0.045);
}

QColor Theme::chosenFill(const QPalette& palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::Highlight), isDark(palette) ? 0.38 : 0.2);
}

QColor Theme::hoverFill(const QPalette& palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.06);
}

QFont Theme::titleFont()
{
    return scaled(1.6, QFont::DemiBold);
}

QFont Theme::sectionFont()
{
    return scaled(1.1, QFont::DemiBold);
}

QFont Theme::numberFont()
{
    return scaled(1.7, QFont::Normal);
}

QFont Theme::smallFont()
{
    return scaled(0.92, QFont::Normal);
}

QFont Theme::monoFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QFontInfo(QApplication::font()).pointSizeF());
    return font;
}

} // namespace lanyard
