#pragma once

#include "config/Configuration.h"
#include "llm/FailureClass.h"
#include "support/NaiveLimits.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace lanyard::test {

/// Who may be leased, the slow and obvious way: every rule looked at for every credential at every step. Says who may be
/// chosen, not who is. Shares no code with the pool. Times in milliseconds.
class NaivePool
{
public:
    struct Breaker
    {
        bool open = false;
        bool probing = false;
        std::int64_t until = 0;
        std::int64_t pause = 0;
        int inRow = 0;
        int era = 0;
        std::vector<std::pair<std::int64_t, bool>> results; ///< (second, good)
    };
    struct Credential
    {
        CredentialConfig config;
        NaiveLimits limits;
        bool refused = false;
        bool probing = false;
        std::int64_t nextProbe = 0;
        std::int64_t pause = 0;
        std::int64_t quotaUntil = 0;
        std::map<std::uint32_t, std::int64_t> coolingUntil; ///< by model
        std::map<std::uint32_t, int> unexplained;           ///< 429 without Retry-After since the last success, by model
        int life = 0;
    };
    struct Ticket
    {
        std::uint32_t credential = 0;
        std::uint32_t model = 0;
        NaiveLimits::Ticket ofCredential;
        NaiveLimits::Ticket ofProvider;
        int life = 0;
        bool probe = false;
        enum class Pass { Normal, Probe, Forced } pass = Pass::Normal;
        int era = 0;
    };

    ProviderConfig provider;
    NaiveLimits providerLimits;
    std::map<std::uint32_t, Credential> credentials;
    std::map<std::uint32_t, Breaker> breakers;

    void configure(const ProviderConfig& config)
    {
        provider = config;
        for (const CredentialConfig& c : config.credentials) {
            Credential& known = credentials[c.id.value];
            const bool newSecret = known.config.id.value != 0 && !(*known.config.key == *c.key);
            known.config = c;
            if (newSecret)
                resetCredential(known);
        }
        std::erase_if(credentials, [&](const auto& entry) {
            return std::none_of(config.credentials.begin(), config.credentials.end(),
                                [&](const CredentialConfig& c) { return c.id.value == entry.first; });
        });
    }

    /// Everybody who may be leased now.
    std::set<std::uint32_t> allowed(std::uint32_t model, std::uint64_t tokens, const std::set<std::uint32_t>& exclude,
                                    bool ignoreBreaker, std::int64_t now, std::int64_t wall)
    {
        if (!provider.enabled || providerLimits.ask(provider.limits, now, wall, tokens) != NaiveLimits::Answer::Fits)
            return {};
        const Breaker& breaker = breakers[model];
        if (!ignoreBreaker && breaker.open && (breaker.probing || now < breaker.until))
            return {};
        std::set<std::uint32_t> who;
        for (auto& [id, credential] : credentials) {
            const bool out = credential.refused && (credential.probing || now < credential.nextProbe);
            const auto cooling = credential.coolingUntil.find(model);
            const bool cools = cooling != credential.coolingUntil.end() && now < cooling->second;
            if (credential.config.enabled && !out && !cools && now >= credential.quotaUntil && !exclude.contains(id)
                && credential.limits.ask(credential.config.limits, now, wall, tokens) == NaiveLimits::Answer::Fits)
                who.insert(id);
        }
        return who;
    }

    Ticket take(std::uint32_t id, std::uint32_t model, std::uint64_t tokens, std::int64_t now, std::int64_t wall)
    {
        Credential& credential = credentials.at(id);
        Breaker& breaker = breakers[model];
        Ticket ticket{id, model, credential.limits.take(credential.config.limits, now, wall, tokens),
                      providerLimits.take(provider.limits, now, wall, tokens), credential.life, credential.refused, {}, breaker.era};
        credential.probing = credential.refused;
        if (breaker.open) {
            const bool probe = !breaker.probing && now >= breaker.until;
            ticket.pass = probe ? Ticket::Pass::Probe : Ticket::Pass::Forced;
            breaker.probing = breaker.probing || probe;
        }
        return ticket;
    }

    void finish(const Ticket& ticket, FailureClass failure, std::int64_t retryAfter, std::uint64_t tokens, std::int64_t now)
    {
        providerLimits.finish(ticket.ofProvider, now, tokens);
        feedBreaker(breakers[ticket.model], ticket, failure, now);
        const auto found = credentials.find(ticket.credential);
        if (found == credentials.end())
            return;
        Credential& credential = found->second;
        credential.limits.finish(ticket.ofCredential, now, tokens);
        if (credential.life != ticket.life)
            return;
        if (ticket.probe)
            judgeProbe(credential, failure, now);
        else if (failure == FailureClass::BadCredential && !credential.refused)
            refuse(credential, 10'000, now);
        if (failure == FailureClass::QuotaExhausted)
            credential.quotaUntil = now + (retryAfter > 0 ? retryAfter : 3'600'000);
        if (failure == FailureClass::RateLimited) {
            std::int64_t wait = retryAfter;
            if (retryAfter <= 0) {
                wait = 5'000;
                for (int i = 0; i < credential.unexplained[ticket.model]; ++i)
                    wait = std::min<std::int64_t>(wait * 2, 300'000);
                ++credential.unexplained[ticket.model];
            }
            std::int64_t& until = credential.coolingUntil[ticket.model];
            until = std::max(until, now + wait);
        }
        if (failure == FailureClass::None)
            credential.unexplained[ticket.model] = 0;
    }

    void reset(std::uint32_t id)
    {
        for (auto& [key, credential] : credentials) {
            if (id == 0 || key == id)
                resetCredential(credential);
        }
        for (auto& [model, breaker] : breakers)
            close(breaker);
        if (id == 0)
            providerLimits.clear();
    }

private:
    static void resetCredential(Credential& credential)
    {
        credential.limits.clear();
        credential.refused = credential.probing = false;
        credential.quotaUntil = 0;
        credential.coolingUntil.clear();
        credential.unexplained.clear();
        ++credential.life;
    }
    static void refuse(Credential& credential, std::int64_t pause, std::int64_t now)
    {
        credential.refused = true;
        credential.probing = false;
        credential.pause = std::min<std::int64_t>(pause, 3'600'000);
        credential.nextProbe = now + credential.pause;
    }
    static void judgeProbe(Credential& credential, FailureClass failure, std::int64_t now)
    {
        static const std::set<FailureClass> letIn{FailureClass::None, FailureClass::ClientError, FailureClass::QuotaExhausted,
                                                  FailureClass::RateLimited, FailureClass::ModelUnavailable};
        credential.probing = false;
        if (letIn.contains(failure))
            credential.refused = false;
        else if (failure == FailureClass::BadCredential)
            refuse(credential, credential.pause * 2, now);
        else
            credential.nextProbe = now + (failure == FailureClass::Cancelled ? 0 : credential.pause);
    }
    static void open(Breaker& breaker, std::int64_t pause, std::int64_t now)
    {
        breaker.open = true;
        breaker.probing = false;
        breaker.pause = std::min<std::int64_t>(pause, 1'800'000);
        breaker.until = now + breaker.pause;
        ++breaker.era;
    }
    static void close(Breaker& breaker)
    {
        const int era = breaker.era + 1;
        breaker = Breaker{};
        breaker.era = era;
    }
    static void feedBreaker(Breaker& breaker, const Ticket& ticket, FailureClass failure, std::int64_t now)
    {
        static const std::set<FailureClass> bad{FailureClass::Overloaded, FailureClass::ServerError, FailureClass::Timeout, FailureClass::Network};
        const bool isGood = failure == FailureClass::None;
        const bool isBad = bad.contains(failure);
        if (ticket.era != breaker.era)
            return;
        if (breaker.open) {
            if (isGood)
                close(breaker);
            else if (ticket.pass == Ticket::Pass::Probe && isBad)
                open(breaker, breaker.pause * 2, now);
            else if (ticket.pass == Ticket::Pass::Probe)
                breaker.probing = false;
            return;
        }
        if (!isGood && !isBad)
            return;
        breaker.results.emplace_back(now / 1000, isGood);
        breaker.inRow = isGood ? 0 : breaker.inRow + 1;
        std::int64_t all = 0;
        std::int64_t good = 0;
        for (const auto& [second, success] : breaker.results) {
            if (now / 1000 - second < 60) {
                ++all;
                good += success;
            }
        }
        std::erase_if(breaker.results, [now](const auto& result) { return now / 1000 - result.first >= 120; });
        if (isBad && (breaker.inRow >= 5 || (all >= 20 && good * 2 < all)))
            open(breaker, 5'000, now);
    }
};

} // namespace lanyard::test
