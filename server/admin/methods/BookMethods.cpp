#include "admin/methods/AllMethods.h"
#include "admin/methods/Views.h"

#include <unordered_map>

namespace lanyard {
namespace {

/// How often a balance that was caught between purse and book is looked at again.
constexpr int kLooks = 3;

QString fileText(const std::filesystem::path& file)
{
    return QString::fromStdU16String(file.u16string());
}

BackupInfo backupInfo(const BackupFile& backup)
{
    return {fileText(backup.file), backup.made, backup.bytes};
}

BookCheckResult resultFrom(const BookCheck& check)
{
    BookCheckResult result;
    result.charges = check.charges;
    result.users = check.users;
    result.deposits = check.deposits;
    result.costs = check.costs;
    result.balances = check.deposits - check.costs;
    for (const std::string& fault : check.faults)
        result.faults.append(toText(fault));
    for (const std::string& remark : check.remarks)
        result.remarks.append(toText(remark));
    result.sound = result.faults.isEmpty();
    return result;
}

/// The purses that requests are served from must hold what the book says: compared for users who paid nothing meanwhile.
class BookChecking
{
public:
    BookChecking(AdminServices& services, Answer<BookCheckResult> answer) : m_services(services), m_answer(std::move(answer)) {}

    static void look(const std::shared_ptr<BookChecking>& self)
    {
        self->m_before.clear();
        const auto snapshot = self->m_services.snapshots.current();
        for (const UserConfig& user : snapshot->configuration().users) {
            if (const auto balance = self->m_services.governor.balance(user.id))
                self->m_before.emplace(user.id, *balance);
        }
        self->m_services.book->check(self->m_services.replyTo, [self](Result<BookCheck> check) {
            if (!check)
                return self->m_answer(check.error());
            const QStringList faults = self->purseFaults(*check);
            if (!faults.isEmpty() && ++self->m_looks < kLooks)
                return look(self); // a request may have been between its purse and its row
            BookCheckResult result = resultFrom(*check);
            result.faults += faults;
            result.sound = result.faults.isEmpty();
            self->m_answer(std::move(result));
        });
    }

private:
    QStringList purseFaults(const BookCheck& check) const
    {
        QStringList faults;
        const auto snapshot = m_services.snapshots.current();
        for (const auto& [user, before] : m_before) {
            const auto inBook = check.balances.find(user);
            const Money booked = inBook == check.balances.end() ? Money() : inBook->second;
            const UserConfig* config = snapshot->findUser(user);
            if (!config || m_services.governor.balance(user) != before || booked == before)
                continue;
            faults.append(QStringLiteral("user \"%1\" is served from a balance of %2 USD, the book has %3 USD")
                              .arg(toText(config->name), toText(before.toShortString()), toText(booked.toShortString())));
        }
        return faults;
    }

    AdminServices& m_services;
    Answer<BookCheckResult> m_answer;
    std::unordered_map<UserId, Money> m_before;
    int m_looks = 0;
};

const Error kNoBook{ErrorCode::Unavailable, "this service keeps no book"};

} // namespace

void registerBookMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::BackupMake>([&services](const BackupParams& params, Answer<BackupInfo> answer) {
        if (!services.book)
            return answer(kNoBook);
        const std::filesystem::path file = params.file.value_or(QString()).toStdU16String();
        if (!file.empty() && !file.is_absolute())
            return answer(Error{ErrorCode::InvalidArgument, "backup.make: file must be a whole path, because the service has a folder of its own"});
        services.book->backUp(file, services.replyTo, [answer](Result<BackupFile> made) {
            answer(made ? Result<BackupInfo>(backupInfo(*made)) : made.error());
        });
    });
    dispatcher.on<methods::BackupList>([&services](const Nothing&, Answer<BackupListResult> answer) {
        if (!services.book)
            return answer(kNoBook);
        services.book->backups(services.replyTo, [answer](Result<std::vector<BackupFile>> backups) {
            if (!backups)
                return answer(backups.error());
            BackupListResult result;
            for (const BackupFile& backup : *backups)
                result.backups.push_back(backupInfo(backup));
            answer(std::move(result));
        });
    });
    dispatcher.on<methods::BookCheck>([&services](const Nothing&, Answer<BookCheckResult> answer) {
        if (!services.book)
            return answer(kNoBook);
        BookChecking::look(std::make_shared<BookChecking>(services, std::move(answer)));
    });
}

} // namespace lanyard
