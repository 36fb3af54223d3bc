#include "gateway/Authenticator.h"

#include "gateway/ForwardedPeer.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kLongestKey = 512;

Error unauthenticated(std::string message)
{
    return {ErrorCode::Unauthenticated, std::move(message)};
}

bool isBearer(std::string_view value)
{
    constexpr std::string_view kScheme = "Bearer ";
    return value.size() >= kScheme.size() && equalsIgnoringCase(value.substr(0, kScheme.size()), kScheme);
}

std::optional<std::string> keyInQuery(std::string_view query)
{
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view part = query.substr(0, end);
        if (part.starts_with("key="))
            return std::string(part.substr(4));
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    }
    return std::nullopt;
}

bool isWellFormed(std::string_view key)
{
    return !key.empty() && key.size() <= kLongestKey && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Result<void> checkKey(const Identity& identity, const Peer& peer, WallTime now)
{
    const ApiKeyConfig& key = *identity.key;
    if (key.revoked)
        return unauthenticated("this API key was revoked; ask whoever runs this gateway for a new one");
    if (key.expires && *key.expires <= now)
        return unauthenticated("this API key has expired; ask whoever runs this gateway for a new one");
    if (!key.enabled)
        return Error{ErrorCode::Forbidden, "this API key is switched off; ask whoever runs this gateway"};
    if (!identity.allowsAddress(peer.address))
        return Error{ErrorCode::Forbidden, "this API key may not be used from " + peer.toString()};
    return {};
}

std::optional<Identity> anonymous(const Snapshot& snapshot)
{
    const auto& users = snapshot.configuration().users;
    const auto found = std::find_if(users.begin(), users.end(), [](const UserConfig& user) { return user.name == kAnonymousUser; });
    if (found == users.end() || found->keys.empty())
        return std::nullopt;
    Identity identity;
    identity.user = &*found;
    identity.key = &found->keys.front(); // limits and expiry of open mode are this key's
    identity.group = snapshot.findGroup(found->group);
    return identity;
}

} // namespace

std::optional<std::string> presentedApiKey(const RequestHead& head)
{
    if (const auto value = head.headers.find("authorization")) {
        if (!isBearer(*value))
            return std::string(); // another scheme is no API key: malformed, not missing
        const std::size_t start = value->find_first_not_of(' ', 7);
        return std::string(start == std::string_view::npos ? std::string_view{} : value->substr(start));
    }
    for (const std::string_view name : {"x-api-key", "api-key", "x-goog-api-key"}) {
        if (const auto value = head.headers.find(name))
            return std::string(*value);
    }
    return keyInQuery(head.query());
}

Result<Identity> authenticate(const RequestHead& head, const Snapshot& snapshot, const ApiKeyHasher& hasher, const Governor& governor, WallTime now)
{
    const Result<Identity> identity = identify(head, snapshot, hasher, now);
    if (!identity)
        return identity;
    if (Result<void> admitted = governor.admit(*identity); !admitted)
        return admitted.error();
    return identity;
}

Result<Identity> identify(const RequestHead& head, const Snapshot& snapshot, const ApiKeyHasher& hasher, WallTime now)
{
    const std::optional<std::string> key = presentedApiKey(head);
    const bool open = snapshot.settings().openMode;
    std::optional<Identity> identity;
    if (key && isWellFormed(*key))
        identity = snapshot.findKey(hasher.hash(*key));
    if (!identity && open) {
        identity = anonymous(snapshot);
        if (!identity)
            return unauthenticated("open mode is on, but there is no user \"anonymous\" with an API key to book it on; whoever runs this gateway can add both: lanyard user add anonymous; lanyard key add anonymous/open");
    }
    if (!identity) {
        if (!key)
            return unauthenticated("there is no API key in the request; send it as the header \"Authorization: Bearer sk-lan-...\"");
        if (!isWellFormed(*key))
            return unauthenticated("the API key in the request is malformed; send it as the header \"Authorization: Bearer sk-lan-...\"");
        return unauthenticated("this API key is not known here; check it, or ask whoever runs this gateway for one");
    }
    if (identity->key) {
        if (Result<void> checked = checkKey(*identity, clientOf(head, snapshot.settings().trustedProxies), now); !checked)
            return checked.error();
    }
    return *identity;
}

} // namespace lanyard
