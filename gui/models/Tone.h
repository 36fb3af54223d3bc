#pragma once

#include <QMetaType>

namespace lanyard {

/// How a state feels, whatever it is called; the theme gives each a colour.
enum class Tone {
    Good,      ///< works
    Attention, ///< works, but something should be looked at
    Bad,       ///< does not work
    Off,       ///< switched off on purpose, or not known
};

} // namespace lanyard

Q_DECLARE_METATYPE(lanyard::Tone)
