#pragma once

#include "protocol/messages/BookMessages.h"
#include "protocol/messages/ConfigMessages.h"
#include "protocol/messages/EventMessages.h"
#include "protocol/messages/LiveMessages.h"
#include "protocol/messages/ModelMessages.h"
#include "protocol/messages/MoneyMessages.h"
#include "protocol/messages/ProviderMessages.h"
#include "protocol/messages/ReportMessages.h"
#include "protocol/messages/SessionMessages.h"
#include "protocol/messages/UserMessages.h"

#include <string_view>

namespace lanyard {

enum class Effect {
    Reads,   ///< changes nothing
    Changes, ///< changes the configuration, the money or the service itself
};

/// One line of the method table, for everything that walks over all methods.
struct MethodInfo
{
    std::string_view name;    ///< on the wire: <noun>.<verb>
    Effect effect;
    std::string_view command; ///< of the command line that calls it, without options; "" = none calls it alone
    std::string_view text;    ///< one sentence
};

// The method table: every call that GUI and command line can make, and nothing else changes state.
// Columns: type in namespace methods, name, parameters, result, effect, command, text.
#define LANYARD_ADMIN_METHODS(METHOD)                                                                  \
    METHOD(SessionHello, "session.hello", HelloParams, HelloResult, Reads,                             \
           "", "Agrees on a protocol version; comes first on every connection.")                       \
    METHOD(StatusGet, "status.get", Nothing, StatusResult, Reads,                                      \
           "status", "What the service is, does and needs.")                                           \
    METHOD(EventsSubscribe, "events.subscribe", SubscribeParams, SubscribeResult, Reads,               \
           "requests", "Chooses the events that this connection is sent.")                             \
    METHOD(StatsHistory, "stats.history", Nothing, HistoryResult, Reads,                               \
           "stats", "What the last hour was like, in steps of ten seconds.")                           \
    METHOD(ServicePause, "service.pause", Nothing, Nothing, Changes,                                   \
           "pause", "Refuses new requests until it is told to go on; running ones end.")               \
    METHOD(ServiceResume, "service.resume", Nothing, Nothing, Changes,                                 \
           "resume", "Serves requests again.")                                                         \
    METHOD(ServiceStop, "service.stop", Nothing, Nothing, Changes,                                     \
           "stop", "Lets running requests finish, then ends the service.")                             \
    METHOD(ConfigApply, "config.apply", ApplyParams, ChangeResult, Changes,                            \
           "apply", "Makes the configuration match a declarative file, all or nothing.")               \
    METHOD(ConfigExport, "config.export", Nothing, ExportResult, Reads,                                \
           "export", "The configuration as a declarative file, without secrets.")                      \
    METHOD(SettingList, "setting.list", Nothing, SettingListResult, Reads,                             \
           "setting list", "Every setting with its value and default.")                                \
    METHOD(SettingSet, "setting.set", SettingSetParams, ChangeResult, Changes,                         \
           "setting set", "Changes one setting, or takes it back to its default.")                     \
    METHOD(ProviderList, "provider.list", Nothing, ProviderListResult, Reads,                          \
           "provider list", "All providers with their credentials' live state.")                       \
    METHOD(ProviderShow, "provider.show", NameParams, ProviderInfo, Reads,                             \
           "provider show", "One provider.")                                                           \
    METHOD(ProviderAdd, "provider.add", ProviderParams, ChangeResult, Changes,                         \
           "provider add", "Adds a provider.")                                                         \
    METHOD(ProviderSet, "provider.set", ProviderParams, ChangeResult, Changes,                         \
           "provider set", "Changes fields of a provider.")                                            \
    METHOD(ProviderRemove, "provider.remove", NameParams, ChangeResult, Changes,                       \
           "provider remove", "Removes a provider and its credentials.")                               \
    METHOD(ProviderEnable, "provider.enable", NameParams, ChangeResult, Changes,                       \
           "provider enable", "Lets requests go to a provider again.")                                 \
    METHOD(ProviderDisable, "provider.disable", NameParams, ChangeResult, Changes,                     \
           "provider disable", "Sends no more requests to a provider.")                                \
    METHOD(ProviderCheck, "provider.check", ProviderCheckParams, ProviderCheckResult, Reads,           \
           "provider check", "Asks a provider for its models, or one model for a word.")               \
    METHOD(ProviderDiscover, "provider.discover", Nothing, DiscoverResult, Reads,                      \
           "provider discover", "Looks for model servers on the usual ports of this machine.")         \
    METHOD(CredentialList, "credential.list", CredentialListParams, CredentialListResult, Reads,       \
           "credential list", "Credentials with their live state.")                                    \
    METHOD(CredentialShow, "credential.show", CredentialRef, CredentialInfo, Reads,                    \
           "credential show", "One credential.")                                                       \
    METHOD(CredentialAdd, "credential.add", CredentialParams, ChangeResult, Changes,                   \
           "credential add", "Adds a credential to a provider's pool.")                                \
    METHOD(CredentialSet, "credential.set", CredentialParams, ChangeResult, Changes,                   \
           "credential set", "Changes a credential, or replaces its key.")                             \
    METHOD(CredentialRemove, "credential.remove", CredentialRef, ChangeResult, Changes,                \
           "credential remove", "Removes a credential.")                                               \
    METHOD(CredentialEnable, "credential.enable", CredentialRef, ChangeResult, Changes,                \
           "credential enable", "Lets a credential be used again.")                                    \
    METHOD(CredentialDisable, "credential.disable", CredentialRef, ChangeResult, Changes,              \
           "credential disable", "Takes a credential out of use.")                                     \
    METHOD(CredentialReset, "credential.reset", CredentialResetParams, CredentialResetResult, Changes, \
           "credential reset", "Clears counters, cool-downs, breakers and disabled-by-error.")         \
    METHOD(ModelList, "model.list", Nothing, ModelListResult, Reads,                                   \
           "model list", "All models with their routes.")                                              \
    METHOD(ModelShow, "model.show", NameParams, ModelInfo, Reads,                                      \
           "model show", "One model.")                                                                 \
    METHOD(ModelAdd, "model.add", ModelParams, ChangeResult, Changes,                                  \
           "model add", "Adds a model.")                                                               \
    METHOD(ModelSet, "model.set", ModelParams, ChangeResult, Changes,                                  \
           "model set", "Changes a model, its routes or its price.")                                   \
    METHOD(ModelRemove, "model.remove", NameParams, ChangeResult, Changes,                             \
           "model remove", "Removes a model.")                                                         \
    METHOD(ModelEnable, "model.enable", NameParams, ChangeResult, Changes,                             \
           "model enable", "Offers a model again.")                                                    \
    METHOD(ModelDisable, "model.disable", NameParams, ChangeResult, Changes,                           \
           "model disable", "Offers a model no more.")                                                 \
    METHOD(PriceList, "price.list", Nothing, PriceListResult, Reads,                                   \
           "price list", "The price of every model.")                                                  \
    METHOD(PriceShow, "price.show", ModelRef, PriceRow, Reads,                                         \
           "price show", "What one model costs, and where that price comes from.")                     \
    METHOD(PriceCatalogueGet, "price.catalogue", Nothing, CatalogueResult, Reads,                      \
           "price list", "The prices that are shipped.")                                               \
    METHOD(PriceSet, "price.set", PriceSetParams, ChangeResult, Changes,                               \
           "price set", "Sets what a model costs.")                                                    \
    METHOD(PriceRemove, "price.remove", ModelRef, ChangeResult, Changes,                               \
           "price remove", "Takes a model's price away.")                                              \
    METHOD(PriceRerate, "price.rerate", RerateParams, RerateResult, Changes,                            \
           "price rerate", "Applies today's prices to requests of a period, or says what that would do.") \
    METHOD(PriceReratings, "price.reratings", Nothing, RerateListResult, Reads,                         \
           "price rerate", "What was re-rated so far, by how much and why.")                            \
    METHOD(RouteExplain, "route.explain", ExplainParams, ExplainResult, Reads,                         \
           "explain", "Where a request would go now, and why; sends nothing.")                         \
    METHOD(GroupList, "group.list", Nothing, GroupListResult, Reads,                                   \
           "group list", "All groups.")                                                                \
    METHOD(GroupShow, "group.show", NameParams, GroupInfo, Reads,                                      \
           "group show", "One group.")                                                                 \
    METHOD(GroupAdd, "group.add", GroupParams, ChangeResult, Changes,                                  \
           "group add", "Adds a group.")                                                               \
    METHOD(GroupSet, "group.set", GroupParams, ChangeResult, Changes,                                  \
           "group set", "Changes a group.")                                                            \
    METHOD(GroupRemove, "group.remove", NameParams, ChangeResult, Changes,                             \
           "group remove", "Removes a group; its users stay.")                                         \
    METHOD(UserList, "user.list", Nothing, UserListResult, Reads,                                      \
           "user list", "All users with keys and balances.")                                           \
    METHOD(UserShow, "user.show", NameParams, UserInfo, Reads,                                         \
           "user show", "One user.")                                                                   \
    METHOD(UserAdd, "user.add", UserParams, ChangeResult, Changes,                                     \
           "user add", "Adds a user.")                                                                 \
    METHOD(UserSet, "user.set", UserParams, ChangeResult, Changes,                                     \
           "user set", "Changes a user.")                                                              \
    METHOD(UserRemove, "user.remove", NameParams, ChangeResult, Changes,                               \
           "user remove", "Archives a user; the ledger keeps its rows.")                               \
    METHOD(UserEnable, "user.enable", NameParams, ChangeResult, Changes,                               \
           "user enable", "Lets a user make requests again.")                                          \
    METHOD(UserDisable, "user.disable", NameParams, ChangeResult, Changes,                             \
           "user disable", "Refuses a user's requests.")                                               \
    METHOD(UserFreeze, "user.freeze", NameParams, ChangeResult, Changes,                               \
           "user freeze", "Stops a user's spending by hand.")                                          \
    METHOD(UserUnfreeze, "user.unfreeze", NameParams, ChangeResult, Changes,                           \
           "user unfreeze", "Lets a frozen user spend again.")                                         \
    METHOD(UserDeposit, "user.deposit", DepositParams, DepositResult, Changes,                         \
           "user deposit", "Books money to a user's balance.")                                         \
    METHOD(VoucherCreate, "voucher.create", VoucherCreateParams, VoucherCreateResult, Changes,         \
           "voucher create", "Makes codes that are worth money once; they are answered once.")         \
    METHOD(VoucherList, "voucher.list", Nothing, VoucherListResult, Reads,                             \
           "voucher list", "All vouchers, without their codes.")                                       \
    METHOD(VoucherRedeem, "voucher.redeem", VoucherRedeemParams, VoucherRedeemResult, Changes,         \
           "voucher redeem", "Books a voucher to a user's balance.")                                   \
    METHOD(AlertList, "alert.list", Nothing, AlertListResult, Reads,                                   \
           "alert list", "Which budgets passed 50, 80 or 100 per cent.")                               \
    METHOD(KeyList, "key.list", KeyListParams, KeyListResult, Reads,                                   \
           "key list", "API keys, of all users or of one.")                                            \
    METHOD(KeyShow, "key.show", KeyRef, KeyInfo, Reads,                                                \
           "key show", "One API key.")                                                                 \
    METHOD(KeyAdd, "key.add", KeyParams, ChangeResult, Changes,                                        \
           "key add", "Adds an API key; a made one is answered once.")                                 \
    METHOD(KeySet, "key.set", KeyParams, ChangeResult, Changes,                                        \
           "key set", "Changes an API key.")                                                           \
    METHOD(KeyRemove, "key.remove", KeyRef, ChangeResult, Changes,                                     \
           "key remove", "Removes an API key.")                                                        \
    METHOD(KeyEnable, "key.enable", KeyRef, ChangeResult, Changes,                                     \
           "key enable", "Lets an API key be used again.")                                             \
    METHOD(KeyDisable, "key.disable", KeyRef, ChangeResult, Changes,                                   \
           "key disable", "Refuses an API key.")                                                       \
    METHOD(KeyRevoke, "key.revoke", KeyRef, ChangeResult, Changes,                                     \
           "key revoke", "Takes an API key back for ever.")                                            \
    METHOD(UsageGet, "usage.get", UsageParams, UsageResult, Reads,                                     \
           "usage", "Requests, tokens and cost, added up.")                                            \
    METHOD(RequestsList, "requests.list", RequestListParams, RequestListResult, Reads,                 \
           "requests", "The last requests.")                                                           \
    METHOD(RequestsShow, "requests.show", RequestRef, RequestShowResult, Reads,                        \
           "requests", "One request: its attempts, and why it went where it went.")                    \
    METHOD(RequestsRunning, "requests.running", Nothing, RunningListResult, Reads,                     \
           "requests running", "The requests that have not ended yet.")                                \
    METHOD(RequestsStop, "requests.stop", RequestRef, Nothing, Changes,                                \
           "requests stop", "Ends a running request; its user pays what was delivered.")               \
    METHOD(RefusalList, "refusal.list", RequestListParams, RefusalListResult, Reads,                   \
           "requests", "Requests that were turned away before anybody knew whose they were.")          \
    METHOD(BackupMake, "backup.make", BackupParams, BackupInfo, Changes,                               \
           "backup", "Copies the database while it is in use, and checks the copy.")                   \
    METHOD(BackupList, "backup.list", Nothing, BackupListResult, Reads,                                \
           "backup", "The backups that there are.")                                                    \
    METHOD(BookCheck, "book.check", Nothing, BookCheckResult, Reads,                                   \
           "check", "Proves that balances, sums and rows agree.")

namespace methods {

#define LANYARD_DECLARE_METHOD(Type, wireName, ParamsType, ResultType, effect, command, text)   \
    struct Type                                                                                 \
    {                                                                                           \
        using Params = ParamsType;                                                              \
        using Result = ResultType;                                                              \
        static constexpr MethodInfo kInfo{wireName, Effect::effect, command, text};             \
    };
LANYARD_ADMIN_METHODS(LANYARD_DECLARE_METHOD)
#undef LANYARD_DECLARE_METHOD

} // namespace methods

#define LANYARD_METHOD_ROW(Type, ...) methods::Type::kInfo,
inline constexpr MethodInfo kAdminMethods[] = {LANYARD_ADMIN_METHODS(LANYARD_METHOD_ROW)};
#undef LANYARD_METHOD_ROW

/// Null when there is no such method.
constexpr const MethodInfo* findMethod(std::string_view name)
{
    for (const MethodInfo& method : kAdminMethods) {
        if (method.name == name)
            return &method;
    }
    return nullptr;
}

} // namespace lanyard
