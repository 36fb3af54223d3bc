#pragma once

#include <QLocale>

namespace lanyard {

/// Loads Lanyard's texts and Qt's own for a language into the application; English where there are none.
/// The translators belong to the application.
void installTranslations(const QLocale& locale);

} // namespace lanyard
