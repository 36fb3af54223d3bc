#pragma once

#include "gui/models/ServiceState.h"

#include <QIcon>

namespace lanyard {

/// The badge with a dot in the colour of the state; grey while no service serves.
QIcon trayImage(ServiceState::Overall overall, Tone tone);

/// The program's own icon in the sizes that desktops ask for.
QIcon windowImage();

} // namespace lanyard
