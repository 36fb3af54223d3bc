#include "gui/pages/Page.h"

#include "gui/models/CliText.h"
#include "gui/models/Format.h"
#include "gui/widgets/TextLabel.h"
#include "gui/widgets/Theme.h"

#include <QHBoxLayout>
#include <QStackedLayout>

namespace lanyard {

Page::Page(ServiceState& service, QWidget* parent)
    : QWidget(parent),
      m_service(service),
      m_title(new TextLabel(TextLabel::Voice::Title)),
      m_count(new TextLabel(TextLabel::Voice::Quiet)),
      m_titleLine(new QHBoxLayout),
      m_stack(new QStackedLayout),
      m_stateView(new StateView)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kPage, Theme::kLarge, Theme::kPage, Theme::kLarge);
    layout->setSpacing(Theme::kMedium);
    layout->addLayout(m_titleLine);
    layout->addLayout(m_stack, 1);
    m_titleLine->setSpacing(Theme::kMedium);
    m_titleLine->addWidget(m_title, 0, Qt::AlignBaseline);
    m_titleLine->addWidget(m_count, 0, Qt::AlignBaseline);
    m_titleLine->addStretch(1);
    m_stack->addWidget(m_stateView);
    connect(m_stateView, &StateView::buttonClicked, this, &Page::onButton);
}

void Page::setContent(QWidget* content, QWidget* besideTitle)
{
    m_title->setText(title());
    m_content = content;
    m_stack->addWidget(content);
    m_besideTitle = besideTitle;
    if (besideTitle)
        m_titleLine->addWidget(besideTitle);
    showLoading();
}

void Page::setCount(int shown, int all)
{
    const QLocale locale;
    m_count->setText(
        shown == all
            ? locale.toString(all)
            : tr("%1 of %2", "rows that a search found, of all").arg(locale.toString(shown), locale.toString(all)));
}

void Page::showContent()
{
    m_stack->setCurrentWidget(m_content);
    if (m_state == State::Ready)
        return;
    m_state = State::Ready;
    if (m_besideTitle)
        m_besideTitle->setVisible(true);
    Q_EMIT stateChanged();
}

void Page::showLoading()
{
    show(State::Loading, {Glyph::Waiting, tr("Loading"), {}, {}, {}, {}});
}

void Page::showEmpty(const StateView::Content& content)
{
    show(State::Empty, content);
}

void Page::showDisconnected()
{
    const AdminSession& from = session();
    StateView::Content content;
    content.glyph = Glyph::Plug;
    content.buttonText = tr("Try now", "button: connect to the service again");
    if (from.phase() == AdminSession::Phase::Looking) {
        content = {Glyph::Waiting, tr("Looking for the service"), {}, {}, {}, {}};
    } else if (from.phase() == AdminSession::Phase::Refused) {
        content.title = tr("The service does not accept this window");
        content.text = sentence(from.reason());
        content.footnote = tr("It is asked again by itself.", "the service, for a connection");
    } else {
        content.title = tr("No connection to a Lanyard service");
        content.text = sentence(from.reason());
        content.command = commandLine(CliWords::serve(), from.givenSocket());
        content.footnote = tr("This starts one. The window connects by itself as soon as the service runs.",
                              "below a command to copy");
    }
    show(State::Disconnected, content);
}

void Page::showFailed(const Error& error)
{
    show(State::Failed, {Glyph::Warning,
                         tr("This could not be read"),
                         sentence(QString::fromStdString(error.message)),
                         {},
                         {},
                         tr("Try again", "button: read the list again")});
}

void Page::show(State state, const StateView::Content& content)
{
    m_stateView->setContent(content);
    m_stack->setCurrentWidget(m_stateView);
    m_count->clear();
    if (m_besideTitle)
        m_besideTitle->setVisible(false);
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

void Page::onButton()
{
    if (m_state == State::Disconnected)
        session().tryNow();
    else
        retry();
}

} // namespace lanyard
