#pragma once

#include "ledger/BookKeeping.h"
#include "store/Database.h"

namespace lanyard {

/// Proves the book: the file is whole, every row has its parent, daily sums equal their rows, balances equal deposits
/// minus costs, no exchange that got a number is without a row, the journal's segments have no hole.
///
/// Reads everything: seconds for millions of rows. Any thread that owns `database`.
class BookProof
{
public:
    /// `running`: the boot epoch of the service that runs on it; 0 = none.
    BookProof(Database& database, std::filesystem::path journal, std::uint32_t running)
        : m_database(database), m_journal(std::move(journal)), m_running(running) {}
    /// Errors: those of SQLite, when the book cannot even be read.
    Result<BookCheck> run();

private:
    Result<void> file();
    Result<void> sums();
    Result<void> balances();
    Result<void> numbers();
    Result<void> segments();

    Database& m_database;
    std::filesystem::path m_journal;
    std::uint32_t m_running;
    BookCheck m_check;
};

} // namespace lanyard
