#pragma once

#include "gui/support/FakeService.h"

namespace lanyard::test {

// A small office as a service would describe it: the same for tests and pictures.

HelloResult sampleHello();
StatusResult sampleStatus();
std::vector<ProviderInfo> sampleProviders();
std::vector<UserInfo> sampleUsers();
/// user00001 ... with one key each.
std::vector<UserInfo> manyUsers(int count);

/// Teaches the service all of the above.
void answerWithSample(FakeService& service);
/// A service straight after its first start: no providers, models, users.
void answerWithNothing(FakeService& service);

} // namespace lanyard::test
