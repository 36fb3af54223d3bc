#include "ctl/Options.h"

#include "ctl/RouteText.h"
#include "ctl/TimeText.h"

#include <map>

namespace lanyard {
namespace {

const QLatin1String kNone("none");

[[noreturn]] void refuse(const std::string& option, const QString& text)
{
    throw CLI::ValidationError(option, text.toStdString());
}

/// The one place where an option's text becomes a value.
CLI::Option* add(CLI::App& app, const std::string& name, const char* help, const char* kind, std::function<void(const QString&)> take)
{
    auto* option = app.add_option_function<std::string>(name, [take = std::move(take)](const std::string& text) { take(fromStd(text)); },
                                                        ctlStd(help));
    return *kind ? option->type_name(kind) : option;
}

CLI::Option* addMany(CLI::App& app, const std::string& name, const char* help, const char* kind,
                     std::function<void(const QStringList&)> take)
{
    const auto takeAll = [take = std::move(take)](const std::vector<std::string>& texts) {
        QStringList list;
        for (const std::string& text : texts)
            list.append(fromStd(text));
        take(list);
    };
    auto* option = app.add_option_function<std::vector<std::string>>(name, takeAll, ctlStd(help));
    return option->allow_extra_args(false)->type_name(kind);
}

std::uint64_t wholeNumber(const std::string& name, const QString& text, std::uint64_t most)
{
    bool isNumber = false;
    const qulonglong number = text.toULongLong(&isNumber);
    if (!isNumber || number > most || !text.at(0).isDigit())
        refuse(name, ctlText("must be a whole number from 0 to %1, not \"%2\"").arg(most).arg(text));
    return number;
}

Money amount(const std::string& name, const QString& text)
{
    const auto money = Money::parse(text.toStdString());
    if (!money)
        refuse(name, ctlText("must be an amount such as 2.50, not \"%1\"").arg(text));
    return *money;
}

template<class T>
void addLimit(CLI::App& app, const std::string& name, std::optional<LimitsPatch>& target, Patch<T> LimitsPatch::*limit, const char* help)
{
    add(app, name, help, "N|none", [&target, name, limit](const QString& text) {
        if (!target)
            target.emplace();
        (*target).*limit = text == kNone ? Patch<T>::cleared()
                                         : Patch<T>(static_cast<T>(wholeNumber(name, text, std::numeric_limits<T>::max())));
    });
}

void addPrice(CLI::App& app, const std::string& name, Patch<PricePatch>& target, Patch<Money> PricePatch::*part, const char* help)
{
    add(app, name, help, "USD|none", [&target, name, part](const QString& text) {
        PricePatch price = target.value().value_or(PricePatch{});
        price.*part = text == kNone ? Patch<Money>::cleared() : Patch<Money>(amount(name, text));
        target = price;
    });
}

/// "200000:input=2.50,output=15.00"
PriceTierInfo tierFrom(const std::string& name, const QString& text)
{
    const auto malformed = [&] {
        refuse(name, ctlText("must be a number of tokens and prices, as in 200000:input=2.50,output=15.00, not \"%1\"").arg(text));
    };
    static const std::map<QString, std::optional<Money> PriceTierInfo::*> kParts{
        {QStringLiteral("input"), &PriceTierInfo::input},           {QStringLiteral("output"), &PriceTierInfo::output},
        {QStringLiteral("cached-input"), &PriceTierInfo::cachedInput}, {QStringLiteral("cache-write-5m"), &PriceTierInfo::cacheWrite5m},
        {QStringLiteral("cache-write-1h"), &PriceTierInfo::cacheWrite1h}, {QStringLiteral("reasoning"), &PriceTierInfo::reasoning},
        {QStringLiteral("audio-input"), &PriceTierInfo::audioInput}, {QStringLiteral("audio-output"), &PriceTierInfo::audioOutput}};
    PriceTierInfo tier;
    bool isNumber = false;
    tier.above = text.section(u':', 0, 0).toULongLong(&isNumber);
    if (!isNumber || !text.contains(u':'))
        malformed();
    for (const QString& part : text.section(u':', 1).split(u',')) {
        const auto known = kParts.find(part.section(u'=', 0, 0).trimmed());
        if (known == kParts.end())
            malformed();
        tier.*(known->second) = amount(name, part.section(u'=', 1).trimmed());
    }
    return tier;
}

void addTiers(CLI::App& app, Patch<PricePatch>& target)
{
    const std::string name = "--tier";
    addMany(app, name, "Prices for prompts above so many tokens, 200000:input=2.50,output=15.00; once a tier, together all of them, or none.",
            "TIER", [&target, name](const QStringList& texts) {
                PricePatch price = target.value().value_or(PricePatch{});
                price.tiers.emplace();
                for (const QString& text : texts) {
                    if (text != kNone)
                        price.tiers->push_back(tierFrom(name, text));
                }
                target = price;
            });
}

} // namespace

CLI::Option* addText(CLI::App& app, const std::string& name, QString& target, const char* help)
{
    return add(app, name, help, "TEXT", [&target](const QString& text) { target = text; });
}

CLI::Option* addText(CLI::App& app, const std::string& name, std::optional<QString>& target, const char* help)
{
    return add(app, name, help, "TEXT", [&target](const QString& text) { target = text; });
}

CLI::Option* addText(CLI::App& app, const std::string& name, Patch<QString>& target, const char* help)
{
    return add(app, name, help, "TEXT|none", [&target](const QString& text) {
        target = text.isEmpty() || text == kNone ? Patch<QString>::cleared() : Patch<QString>(text);
    });
}

CLI::Option* addNumber(CLI::App& app, const std::string& name, std::optional<std::uint32_t>& target, const char* help)
{
    return add(app, name, help, "N", [&target, name](const QString& text) {
        target = static_cast<std::uint32_t>(wholeNumber(name, text, std::numeric_limits<std::uint32_t>::max()));
    });
}

CLI::Option* addNumber(CLI::App& app, const std::string& name, Patch<std::uint32_t>& target, const char* help)
{
    return add(app, name, help, "N|none", [&target, name](const QString& text) {
        target = text == kNone ? Patch<std::uint32_t>::cleared()
                               : Patch<std::uint32_t>(static_cast<std::uint32_t>(
                                     wholeNumber(name, text, std::numeric_limits<std::uint32_t>::max())));
    });
}

CLI::Option* addMoney(CLI::App& app, const std::string& name, Money& target, const char* help)
{
    return add(app, name, help, "USD", [&target, name](const QString& text) { target = amount(name, text); });
}

CLI::Option* addMoney(CLI::App& app, const std::string& name, std::optional<Money>& target, const char* help)
{
    return add(app, name, help, "USD", [&target, name](const QString& text) { target = amount(name, text); });
}

CLI::Option* addList(CLI::App& app, const std::string& name, std::optional<QStringList>& target, const char* help)
{
    return addMany(app, name, help, "TEXT|none", [&target](const QStringList& texts) {
        target = texts == QStringList{kNone} ? QStringList() : texts;
    });
}

CLI::Option* addPairs(CLI::App& app, const std::string& name, std::optional<TextMap>& target, const char* help)
{
    return addMany(app, name, help, "NAME=VALUE", [&target, name](const QStringList& texts) {
        target.emplace();
        for (const QString& text : texts) {
            const qsizetype equals = text.indexOf(u'=');
            if (equals < 1)
                refuse(name, ctlText("must be NAME=VALUE, not \"%1\"").arg(text));
            (*target)[text.left(equals)] = text.mid(equals + 1);
        }
    });
}

CLI::Option* addTime(CLI::App& app, const std::string& name, std::optional<WallTime>& target, const char* help)
{
    return add(app, name, help, "TIME", [&target, name](const QString& text) {
        target = parseTimeText(text, SystemClock().wall());
        if (!target)
            refuse(name, ctlText("must be a time such as 2026-11-02, 2026-11-02T10:00:00Z, today, 7d or 24h, not \"%1\"").arg(text));
    });
}

void addSwitch(CLI::App& app, const std::string& name, std::optional<bool>& target, const char* help)
{
    auto* on = app.add_flag_callback("--" + name, [&target] { target = true; }, ctlStd(help));
    app.add_flag_callback("--no-" + name, [&target] { target = false; }, ctlStd("Not so."))->excludes(on);
}

void addEnabled(CLI::App& app, std::optional<bool>& target)
{
    auto* on = app.add_flag_callback("--enabled", [&target] { target = true; }, ctlStd("Switched on."));
    app.add_flag_callback("--disabled", [&target] { target = false; }, ctlStd("Switched off."))->excludes(on);
}

void addLimits(CLI::App& app, std::optional<LimitsPatch>& target)
{
    addLimit(app, "--rpm", target, &LimitsPatch::rpm, "At most N requests a minute.");
    addLimit(app, "--tpm", target, &LimitsPatch::tpm, "At most N tokens a minute.");
    addLimit(app, "--rpd", target, &LimitsPatch::rpd, "At most N requests a day.");
    addLimit(app, "--tpr", target, &LimitsPatch::tpr, "At most N tokens a request.");
    addLimit(app, "--concurrency", target, &LimitsPatch::concurrency, "At most N requests at once.");
}

void addBudget(CLI::App& app, Patch<BudgetPatch>& target)
{
    const auto part = [&app, &target](const char* name, const char* what, const char* help, auto set) {
        add(app, name, help, what, [&target, set, option = std::string(name)](const QString& text) {
            BudgetPatch budget = target.value().value_or(BudgetPatch{});
            set(budget, option, text);
            target = budget;
        });
    };
    add(app, "--budget", "At most so many USD a period; none takes the budget away.", "USD|none", [&target](const QString& text) {
        if (text == kNone) {
            target = Patch<BudgetPatch>::cleared();
            return;
        }
        BudgetPatch budget = target.value().value_or(BudgetPatch{});
        budget.amount = Patch<Money>(amount("--budget", text));
        target = budget;
    });
    part("--budget-tokens", "N|none", "At most so many tokens a period.", [](BudgetPatch& budget, const std::string& option, const QString& text) {
        constexpr std::uint64_t kMost = 1'000'000'000'000'000;
        budget.tokens = text == kNone ? Patch<QString>::cleared() : Patch<QString>(QString::number(wholeNumber(option, text, kMost)));
    });
    part("--budget-period", "daily|weekly|monthly|total", "When the budget begins anew (default: monthly).",
         [](BudgetPatch& budget, const std::string&, const QString& text) { budget.period = text; });
    part("--budget-zone", "ZONE", "Where the budget's midnight is, like Europe/Berlin (default: the service's own).",
         [](BudgetPatch& budget, const std::string&, const QString& text) { budget.timeZone = text; });
}

void addPrices(CLI::App& app, Patch<PricePatch>& target)
{
    addPrice(app, "--input", target, &PricePatch::input, "Price of a million input tokens.");
    addPrice(app, "--output", target, &PricePatch::output, "Price of a million output tokens.");
    addPrice(app, "--cached-input", target, &PricePatch::cachedInput, "Price of a million cached input tokens.");
    addPrice(app, "--cache-write-5m", target, &PricePatch::cacheWrite5m, "Price of a million tokens written to a 5-minute cache.");
    addPrice(app, "--cache-write-1h", target, &PricePatch::cacheWrite1h, "Price of a million tokens written to a 1-hour cache.");
    addPrice(app, "--reasoning", target, &PricePatch::reasoning, "Price of a million reasoning tokens.");
    addPrice(app, "--audio-input", target, &PricePatch::audioInput, "Price of a million audio input tokens.");
    addPrice(app, "--audio-output", target, &PricePatch::audioOutput, "Price of a million audio output tokens.");
    addPrice(app, "--per-call", target, &PricePatch::perCall, "Price of each request.");
    addPrice(app, "--image", target, &PricePatch::image, "Price of each picture that is made.");
    addTiers(app, target);
}

CLI::Option* addRef(CLI::App& app, const std::string& argument, QString& parent, QString& name, const char* help)
{
    return add(app, argument, help, "", [&parent, &name, argument](const QString& text) {
        const qsizetype slash = text.indexOf(u'/');
        if (slash < 1 || slash + 1 == text.size())
            refuse(argument, ctlText("must have a slash in it, as in %1, not \"%2\"").arg(fromStd(argument), text));
        parent = text.left(slash);
        name = text.mid(slash + 1);
    })->required();
}

CLI::Option* addRoutes(CLI::App& app, const std::string& name, std::optional<std::vector<RouteFields>>& target, const char* help)
{
    return addMany(app, name, help, "PROVIDER/MODEL[@PRIORITY[:WEIGHT]]", [&target, name](const QStringList& texts) {
        target.emplace();
        for (const QString& text : texts) {
            const auto route = parseRoute(text);
            if (!route)
                refuse(name, ctlText("must be PROVIDER/MODEL[@PRIORITY[:WEIGHT]], not \"%1\"").arg(text));
            target->push_back(*route);
        }
    });
}

void KeySource::declare(CLI::App& app)
{
    auto* environment = add(app, "--key-env", "Takes the key from this environment variable.", "NAME",
                            [this](const QString& name) { m_environment = name; });
    auto* input = app.add_flag("--key-stdin", m_fromInput, ctlStd("Takes the key from stdin."));
    auto* none = app.add_flag("--no-key", m_none, ctlStd("For services that want no key."));
    add(app, "key", "A lone \"-\" is the same as --key-stdin.", "", [this](const QString& text) {
        if (text != QLatin1String("-"))
            refuse("key", ctlText("a key does not go on the command line, where others can see it; use --key-env or --key-stdin"));
        m_dash = true;
    });
    environment->excludes(input)->excludes(none);
    input->excludes(none);
}

Result<std::optional<Secret>> KeySource::read(Console& console, WhenAbsent whenAbsent) const
{
    if (m_none)
        return std::optional(Secret());
    if (!m_environment.isEmpty()) {
        const auto value = console.environment(m_environment);
        if (!value || value->isEmpty())
            return Error{ErrorCode::InvalidArgument, ctlText("the environment variable %1 is not set").arg(m_environment).toStdString()};
        return std::optional(Secret(value->toStdString()));
    }
    if (m_fromInput || m_dash) {
        const QByteArray input = console.readInput().trimmed();
        if (input.isEmpty())
            return Error{ErrorCode::InvalidArgument, ctlStd("stdin holds no key")};
        return std::optional(Secret(input.toStdString()));
    }
    if (whenAbsent == WhenAbsent::Leave)
        return std::optional<Secret>();
    if (!console.inIsTerminal())
        return Error{ErrorCode::InvalidArgument, ctlStd("say where the key comes from: --key-env NAME, --key-stdin or --no-key")};
    const QString typed = console.ask(ctlText("Key (not shown): "), Console::Echo::Off);
    return std::optional(Secret(typed.toStdString()));
}

} // namespace lanyard
