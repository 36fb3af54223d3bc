#pragma once

// Before <compare>: Qt 6.4's moc cannot read that header of GCC 12 as the first one.
#include <functional>

#include <compare>
#include <cstdint>

namespace lanyard {

/// A permanent number of one kind of thing, as the database gave it. 0 means "none". Never reused.
template<class Tag>
struct Id
{
    std::uint32_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(const Id&) const = default;
};

using ProviderId = Id<struct ProviderTag>;
using CredentialId = Id<struct CredentialTag>;
using ProxyId = Id<struct ProxyTag>;
using ModelId = Id<struct ModelTag>;
using RouteId = Id<struct RouteTag>;
using GroupId = Id<struct GroupTag>;
using UserId = Id<struct UserTag>;
using ApiKeyId = Id<struct ApiKeyTag>;

/// One exchange, for ever: (boot epoch, worker, counter). The epoch is persisted and grows at every start.
/// Shape: epoch in the top 24 bits, worker in 8, counter in the low 32.
struct ExchangeId
{
    std::uint64_t value = 0;

    static constexpr ExchangeId make(std::uint32_t epoch, std::uint32_t worker, std::uint32_t counter)
    {
        return {(std::uint64_t{epoch & 0xFFFFFFU} << 40) | (std::uint64_t{worker & 0xFFU} << 32) | counter};
    }
    constexpr std::uint32_t epoch() const { return static_cast<std::uint32_t>(value >> 40); }
    constexpr std::uint32_t worker() const { return static_cast<std::uint32_t>(value >> 32) & 0xFFU; }
    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(const ExchangeId&) const = default;
};

} // namespace lanyard

template<class Tag>
struct std::hash<lanyard::Id<Tag>>
{
    std::size_t operator()(lanyard::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};

template<>
struct std::hash<lanyard::ExchangeId>
{
    std::size_t operator()(lanyard::ExchangeId id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
