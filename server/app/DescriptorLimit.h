#pragma once

namespace lanyard {

/// Lets this process open as many descriptors as the system grants it: shells hand out 1,024, and every client and every
/// call to a provider takes one. Does nothing where there is no such limit (Windows).
void raiseDescriptorLimit();

} // namespace lanyard
