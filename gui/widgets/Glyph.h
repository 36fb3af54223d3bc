#pragma once

#include <QColor>
#include <QIcon>

class QPainter;
class QRectF;

namespace lanyard {

/// The drawings in resources/icons.
enum class Glyph { Check, Computer, Copy, Lan, Lanyard, Overview, Plug, Providers, Search, Users, Waiting, Warning };

inline constexpr Glyph kAllGlyphs[] = {Glyph::Check,   Glyph::Computer, Glyph::Copy,    Glyph::Lan,
                                       Glyph::Lanyard, Glyph::Overview, Glyph::Plug,    Glyph::Providers,
                                       Glyph::Search,  Glyph::Users,    Glyph::Waiting, Glyph::Warning};

/// ":/icons/copy.svg"
QString glyphFile(Glyph glyph);

void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& target, const QColor& color);

/// Takes the application palette's text colour when it is drawn, sharp at every scale.
QIcon glyphIcon(Glyph glyph);

} // namespace lanyard
