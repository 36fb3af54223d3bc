#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "config/Snapshot.h"
#include "ledger/KeptAnswer.h"
#include "ledger/RefusalCounter.h"

#include <chrono>
#include <filesystem>
#include <functional>

namespace lanyard {

/// What the store is told once. References must outlive it.
struct StoreOptions
{
    enum class MasterKeyFrom {
        File,     ///< `master.key`, made when the database is new: system service, headless, demo
        Keychain, ///< `master.key` where there is one, else locked until supplyMasterKey(): per-user service
    };

    std::filesystem::path dataDirectory;
    MasterKeyFrom masterKey = MasterKeyFrom::File;
    const Clock& clock;
    SnapshotHub& hub;

    // Called in the store's thread; during open() for the first snapshot. Each must be quick and may not call back.
    /// Before a snapshot is used by anybody.
    std::function<void(const Snapshot&)> onPublish = [](const Snapshot&) {};
    /// The hub holds that snapshot: whoever asks from now on gets it.
    std::function<void(const Snapshot&)> onPublished = [](const Snapshot&) {};
    /// What budgets that are new in the snapshot have spent, right after onPublish; and one that passed a mark for the first time.
    std::function<void(const std::vector<BudgetSpend>&)> onSpend = [](const std::vector<BudgetSpend>&) {};
    std::function<void(const BudgetAlert&)> onAlert = [](const BudgetAlert&) {};
    /// Requests that were turned away before anybody knew whose they were, since the last call.
    std::function<std::vector<RefusalCount>()> takeRefusals = [] { return std::vector<RefusalCount>(); };
    /// A deposit or an opening balance is in the book; for an opening after onPublish, before the snapshot is used.
    std::function<void(UserId, Money)> onDeposit = [](UserId, Money) {};
    /// A re-rating wants so much more of a user: how much was there, and is taken. And what it gives back.
    std::function<Money(UserId, Money)> onCharge = [](UserId, Money amount) { return amount; };
    std::function<void(UserId, Money)> onRefund = [](UserId, Money) {};
    /// Answers of earlier runs that may still be asked for again: once, when the vault is open.
    std::function<void(std::vector<KeptAnswer>)> onKeptAnswers = [](std::vector<KeptAnswer>) {};
    /// Something needs the owner: the disk is full, a secret does not open. For log and alerts; may come again and again.
    std::function<void(const Error&)> onTrouble = [](const Error&) {};

    std::chrono::milliseconds drainEvery{250};
    /// How often the journal is forced onto the disk: what a power cut can take at most. A killed process loses nothing.
    std::chrono::milliseconds syncEvery{1'000};
    /// How often it looks whether a backup is due and what may leave the request log.
    std::chrono::milliseconds keepHouseEvery{60'000};
};

} // namespace lanyard
