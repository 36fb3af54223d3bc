#include "gui/pages/overview/OverviewPage.h"

#include "gui/models/CliText.h"
#include "gui/models/Format.h"
#include "gui/widgets/Card.h"
#include "gui/widgets/CopyField.h"
#include "gui/widgets/GlyphLabel.h"
#include "gui/widgets/MetricTile.h"
#include "gui/widgets/StatusDot.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QHBoxLayout>
#include <QScrollArea>

namespace lanyard {
namespace {

using Voice = TextLabel::Voice;

constexpr int kStateDot = 14;
constexpr std::chrono::seconds kSpendPause{2};
constexpr qsizetype kMostProblems = 5;

WallTime lastMidnight()
{
    return WallTime{std::chrono::milliseconds{QDate::currentDate().startOfDay().toMSecsSinceEpoch()}};
}

QString firstUsableModel(const std::optional<ModelListResult>& models)
{
    if (models) {
        for (const ModelInfo& model : models->models) {
            if (model.enabled && !model.routes.empty())
                return model.name;
        }
    }
    return {};
}

QWidget* makeProblem(const QString& text)
{
    auto* line = new QWidget;
    auto* label = new TextLabel(Voice::Body, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins({});
    layout->setSpacing(Theme::kSmall);
    layout->addWidget(new GlyphLabel(Glyph::Warning), 0, Qt::AlignTop);
    layout->addWidget(label, 1);
    return line;
}

} // namespace

OverviewPage::OverviewPage(ServiceState& service, QWidget* parent)
    : Page(service, parent), m_usage(service.session()), m_models(service.session())
{
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins({});
    layout->setSpacing(Theme::kMedium);
    layout->addWidget(makeStateCard());
    layout->addWidget(makeEndpointCard());
    layout->addWidget(makeFiguresCard());
    layout->addWidget(makeNextCard());
    layout->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setWidget(column);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->viewport()->setAutoFillBackground(false);
    column->setAutoFillBackground(false);
    setContent(scroll);

    m_spendPause.setSingleShot(true);
    m_spendPause.setInterval(kSpendPause);
    connect(&m_spendPause, &QTimer::timeout, this, &OverviewPage::readSpend);
    connect(&service, &ServiceState::changed, this, &OverviewPage::refresh);
    connect(&service, &ServiceState::statsChanged, this, &OverviewPage::updateFigures);
    connect(&m_usage, &LiveQueryBase::changed, this, &OverviewPage::updateSpend);
    connect(&m_models, &LiveQueryBase::changed, this, &OverviewPage::updateNext);
    connect(&session(), &AdminSession::configChanged, &m_models, &LiveQueryBase::markStale);
    refresh();
}

QWidget* OverviewPage::makeStateCard()
{
    auto* card = new Card;
    m_dot = new StatusDot(kStateDot);
    m_state = new TextLabel(Voice::Number);
    m_details = new TextLabel(Voice::Quiet);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_state);
    words->addWidget(m_details);
    auto* line = new QHBoxLayout;
    line->setSpacing(Theme::kMedium + 2);
    line->addWidget(m_dot);
    line->addLayout(words, 1);
    m_problems = new QVBoxLayout;
    m_problems->setSpacing(Theme::kTight);
    card->content()->addLayout(line);
    card->content()->addLayout(m_problems);
    return card;
}

QWidget* OverviewPage::makeEndpointCard()
{
    auto* card = new Card(tr("Endpoint", "the URL that clients use"));
    m_url = new CopyField(tr("Endpoint URL"), tr("Copy the endpoint URL"));
    m_url->setProminent();
    m_scopeGlyph = new GlyphLabel(Glyph::Computer);
    m_scope = new TextLabel(Voice::Body);
    m_bound = new TextLabel(Voice::Quiet);
    auto* line = new QHBoxLayout;
    line->setSpacing(Theme::kSmall);
    line->addWidget(m_scopeGlyph);
    line->addWidget(m_scope);
    line->addWidget(m_bound, 1);
    card->content()->addWidget(m_url);
    card->content()->addLayout(line);
    return card;
}

QWidget* OverviewPage::makeFiguresCard()
{
    auto* card = new Card;
    m_inFlight = new MetricTile(tr("In flight", "requests that run now"));
    m_requests = new MetricTile(tr("Requests / min"));
    m_failed = new MetricTile(tr("Failed / min", "requests"));
    m_tokens = new MetricTile(tr("Tokens / min"));
    m_spend = new MetricTile(tr("Spent today"));
    auto* line = new QHBoxLayout;
    line->setSpacing(Theme::kLarge);
    for (MetricTile* tile : {m_inFlight, m_requests, m_failed, m_tokens, m_spend})
        line->addWidget(tile, 1);
    card->content()->addLayout(line);
    return card;
}

QWidget* OverviewPage::makeNextCard()
{
    auto* card = new Card;
    m_nextTitle = new TextLabel(Voice::Section);
    m_nextText = new TextLabel(Voice::Quiet);
    m_nextText->setWordWrap(true);
    m_next =
        new CopyField(tr("Command", "accessible name of a command line that can be copied"), tr("Copy the command"));
    card->content()->addWidget(m_nextTitle);
    card->content()->addWidget(m_nextText);
    card->content()->addWidget(m_next);
    return card;
}

void OverviewPage::activate()
{
    readSpend();
    m_usage.setWanted(true);
    m_models.setWanted(true);
}

void OverviewPage::deactivate()
{
    m_usage.setWanted(false);
    m_models.setWanted(false);
}

void OverviewPage::refresh()
{
    if (!session().isConnected())
        return showDisconnected();
    if (!service().status())
        return service().statusError() ? showFailed(*service().statusError()) : showLoading();
    updateState();
    updateEndpoint();
    updateProblems();
    updateNext();
    updateFigures();
    showContent();
}

void OverviewPage::updateState()
{
    m_dot->setTone(service().tone());
    m_state->setText(service().title());
    const HelloResult& hello = session().service();
    const QString since = formatMoment(toLocalTime(hello.started), QDateTime::currentDateTime());
    QStringList words{tr("Lanyard %1", "version").arg(hello.version), tr("running since %1", "time").arg(since)};
    if (hello.demo)
        words << tr("demo provider on", "the service runs with --demo");
    m_details->setText(words.join(QStringLiteral("  ·  ")));
}

void OverviewPage::updateEndpoint()
{
    const Endpoint& endpoint = service().endpoint();
    const bool lan = endpoint.scope == Endpoint::Scope::Lan;
    m_url->setText(endpoint.isValid() ? endpoint.url.toString() : QString());
    m_scopeGlyph->setGlyph(lan ? Glyph::Lan : Glyph::Computer);
    m_scope->setText(endpoint.isValid() ? service().scopeText() : tr("The service listens nowhere."));
    m_bound->setText(endpoint.isValid() ? tr("listens on %1", "address and port").arg(endpoint.bound) : QString());
}

void OverviewPage::updateProblems()
{
    QStringList problems = service().problems();
    if (problems.size() > kMostProblems) {
        const int more = static_cast<int>(problems.size() - kMostProblems);
        problems = problems.mid(0, kMostProblems) << tr("And %n more.", "problems", more);
    }
    if (problems == m_shownProblems)
        return;
    m_shownProblems = problems;
    while (QLayoutItem* item = m_problems->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& problem : problems)
        m_problems->addWidget(makeProblem(problem));
}

/// What is missing before a client gets an answer, in the order it is needed.
OverviewPage::NextStep OverviewPage::nextStep() const
{
    const QString socket = session().givenSocket();
    const StatusResult& status = *service().status();
    const auto& providers = service().providers();
    const QString provider =
        providers && !providers->providers.empty() ? providers->providers.front().name : QStringLiteral("openai");
    if (status.providers == 0) {
        return {tr("Next step: a provider"),
                tr("Where requests are sent on to. Put its key into the variable OPENAI_API_KEY first."),
                commandLine(CliWords::addProvider(), socket)};
    }
    if (status.models == 0)
        return {tr("Next step: a model"), tr("A name that clients ask for, and the provider that answers."),
                commandLine(CliWords::addModel(provider), socket)};
    if (status.users == 0)
        return {tr("Next step: a user"), tr("Every person, app or agent that may use the endpoint."),
                commandLine(CliWords::addUser(), socket)};
    if (status.keys == 0)
        return {tr("Next step: an API key"),
                tr("What a client presents, shown once. Put the user's name in the place of alice."),
                commandLine(CliWords::addKey(QStringLiteral("alice")), socket)};
    const QString model = firstUsableModel(m_models.value());
    return {
        tr("Try it", "heading over a command that sends a first request"),
        tr("Any OpenAI client works with this endpoint. Put a user's API key into the variable LANYARD_API_KEY first."),
        curlSnippet(service().endpoint().local, model.isEmpty() ? QStringLiteral("MODEL") : model)};
}

void OverviewPage::updateNext()
{
    if (!service().status())
        return;
    const NextStep step = nextStep();
    m_nextTitle->setText(step.title);
    m_nextText->setText(step.text);
    m_next->setText(step.command);
}

void OverviewPage::updateFigures()
{
    const StatsInfo& stats = service().stats();
    m_inFlight->setValue(formatCount(stats.inFlight));
    m_requests->setValue(formatCount(stats.requestsPerMinute));
    m_failed->setValue(formatCount(stats.failedPerMinute));
    m_tokens->setValue(formatCount(stats.inputTokensPerMinute + stats.outputTokensPerMinute));
    if ((stats.requestsPerMinute > 0 || stats.inFlight > 0) && !m_spendPause.isActive())
        m_spendPause.start();
}

void OverviewPage::readSpend()
{
    UsageParams today;
    today.by = QStringLiteral("day");
    today.since = lastMidnight();
    m_usage.setParams(today);
    m_usage.markStale();
}

void OverviewPage::updateSpend()
{
    if (m_usage.error() || !m_usage.value())
        return m_spend->setValue(QString());
    Money sum;
    for (const UsageInfo& row : m_usage.value()->rows)
        sum += row.cost;
    m_spend->setValue(formatMoney(sum));
}

} // namespace lanyard
