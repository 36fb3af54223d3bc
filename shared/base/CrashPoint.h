#pragma once

namespace lanyard {

/// A place at which the crash test ends the process, as `kill -9` would: when LANYARD_CRASH_AT is "name" or "name:N" in the
/// environment, at the Nth time. Nobody asked: one load and a branch. Any thread.
void crashPoint(const char* name);

} // namespace lanyard
