#pragma once

#include "http/BufferBudget.h"

#include <QFile>

#include <memory>
#include <string_view>

namespace lanyard {

/// A new file that no name leads to (where the system can do that), opened for writing and reading without Qt's
/// buffering; it is gone with its last handle, also after a crash. Null when the folder cannot be written.
std::unique_ptr<QFile> openSpillFile(const QString& folder);

/// A large body in its file, mapped. The pages belong to the kernel's cache; the process holds those that it looked at
/// until they are forgotten.
/// Owns: the file, the mapping and what they count for.
class SpilledBody
{
public:
    /// Null when the file cannot be mapped.
    static std::shared_ptr<const SpilledBody> map(std::unique_ptr<QFile> file, std::int64_t size, BufferCharge charge);

    std::string_view view() const { return m_view; }
    /// The pages that lie whole inside `part` leave the process; who looks again gets them from the file.
    void forget(std::string_view part) const;

private:
    SpilledBody(std::unique_ptr<QFile> file, std::string_view view, BufferCharge charge);

    std::unique_ptr<QFile> m_file;
    std::string_view m_view;
    BufferCharge m_charge;
};

} // namespace lanyard
