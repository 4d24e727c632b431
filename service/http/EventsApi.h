#pragma once

#include "service/controller/Queue.h"
#include "service/http/EventStream.h"

namespace mergeloom {

/// Events of everything as pages, and the live streams.
class EventsApi
{
public:
    /// `queue` knows runs that have not told anything yet.
    EventsApi(const EventStream::Source &source, Queue &queue) : m_source(source), m_queue(queue) {}
    QList<Route> routes();

private:
    void streamRun(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);
    void streamAll(const ApiRequest &request, const std::shared_ptr<LiveReply> &reply);

    EventStream::Source m_source;
    Queue &m_queue;
};

} // namespace mergeloom
