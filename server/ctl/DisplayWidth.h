#pragma once

#include <QString>

namespace lanyard {

/// How many terminal cells a text takes: two for East Asian wide characters and emoji, none for combining marks.
/// Source: Unicode UAX #11, wide and fullwidth blocks.
int displayWidth(const QString& text);

} // namespace lanyard
