#pragma once

#include "admin/AdminServices.h"
#include "admin/Dispatcher.h"
#include "base/Secret.h"

namespace lanyard {

// One function an area; each handler reads checked parameters, calls one service and answers.
// `services` outlives the dispatcher.

/// `token`: what hello has to prove; empty = nothing.
void registerSessionMethods(Dispatcher& dispatcher, AdminServices& services, Secret token);
void registerConfigMethods(Dispatcher& dispatcher, AdminServices& services);
void registerProviderMethods(Dispatcher& dispatcher, AdminServices& services);
void registerCredentialMethods(Dispatcher& dispatcher, AdminServices& services);
void registerModelMethods(Dispatcher& dispatcher, AdminServices& services);
void registerUserMethods(Dispatcher& dispatcher, AdminServices& services);
void registerKeyMethods(Dispatcher& dispatcher, AdminServices& services);
void registerMoneyMethods(Dispatcher& dispatcher, AdminServices& services);
void registerReportMethods(Dispatcher& dispatcher, AdminServices& services);
void registerBookMethods(Dispatcher& dispatcher, AdminServices& services);
void registerLiveMethods(Dispatcher& dispatcher, AdminServices& services);

inline void registerAllMethods(Dispatcher& dispatcher, AdminServices& services, Secret token)
{
    registerSessionMethods(dispatcher, services, std::move(token));
    registerConfigMethods(dispatcher, services);
    registerProviderMethods(dispatcher, services);
    registerCredentialMethods(dispatcher, services);
    registerModelMethods(dispatcher, services);
    registerUserMethods(dispatcher, services);
    registerKeyMethods(dispatcher, services);
    registerMoneyMethods(dispatcher, services);
    registerReportMethods(dispatcher, services);
    registerBookMethods(dispatcher, services);
    registerLiveMethods(dispatcher, services);
}

} // namespace lanyard
