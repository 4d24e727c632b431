#include "service/platform/LoopbackListener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mergeloom {

FileDescriptor listenOnLoopback(quint16 &port)
{
    FileDescriptor listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (bind(listener.get(), generic, size) != 0 || listen(listener.get(), SOMAXCONN) != 0
        || getsockname(listener.get(), generic, &size) != 0)
        return {};
    port = ntohs(address.sin_port);
    return listener;
}

} // namespace mergeloom
