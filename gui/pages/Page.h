#pragma once

#include "gui/models/ServiceState.h"
#include "gui/widgets/StateView.h"

#include <QWidget>

class QHBoxLayout;
class QStackedLayout;

namespace lanyard {

class SearchField;
class TextLabel;

/// One entry of the page list: a title line and, below it, either the page's content or a StateView that says why there
/// is none. A page is a view on models; it changes nothing without the service.
///
/// Lives in: the main thread.
class Page : public QWidget
{
    Q_OBJECT

public:
    enum class State {
        Loading,
        Empty,  ///< nothing there yet; the next step is shown
        Failed, ///< the service answered with an error
        Disconnected,
        Ready,
    };
    Q_ENUM(State)

    /// Permanent, for what is remembered: "providers".
    virtual QString id() const = 0;
    virtual QString title() const = 0;
    virtual Glyph glyph() const = 0;
    /// The page came to the front, or left it: only a page in front reads live data.
    virtual void activate() {}
    virtual void deactivate() {}
    /// Null when the page has nothing to search.
    virtual SearchField* searchField() const { return nullptr; }

    State state() const { return m_state; }
    const StateView& stateView() const { return *m_stateView; }

Q_SIGNALS:
    void stateChanged();

protected:
    explicit Page(ServiceState& service, QWidget* parent = nullptr);

    ServiceState& service() const { return m_service; }
    AdminSession& session() const { return m_service.session(); }

    /// Once, from the constructor of the page.
    void setContent(QWidget* content, QWidget* besideTitle = nullptr);
    /// Beside the title: how many there are, and how many of them a search left.
    void setCount(int shown, int all);

    void showContent();
    void showLoading();
    void showEmpty(const StateView::Content& content);
    void showDisconnected();
    void showFailed(const Error& error);

    /// What the button of the failed state does.
    virtual void retry() {}

private:
    void show(State state, const StateView::Content& content);
    void onButton();

    ServiceState& m_service;
    State m_state = State::Loading;
    TextLabel* m_title;
    TextLabel* m_count;
    QHBoxLayout* m_titleLine;
    QStackedLayout* m_stack;
    StateView* m_stateView;
    QWidget* m_content = nullptr;
    QWidget* m_besideTitle = nullptr; ///< only seen with the content
};

} // namespace lanyard
