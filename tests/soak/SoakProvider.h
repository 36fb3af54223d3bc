#pragma once

#include "support/FakeProviderScript.h"

namespace lanyard::test {

/// What the upstream does in a soak, by the model that it is asked for:
/// `steady` answers at once, `paced` speaks for about two seconds, `long` gives a megabyte, and `faulty` throws dice: it
/// answers, or limits (429), fails (500), resets, breaks off in mid-stream, falls silent or is slow.
/// Runs in the fake provider's thread; `seed` makes the dice repeatable.
FakeProviderScript soakScript(unsigned seed);

} // namespace lanyard::test
