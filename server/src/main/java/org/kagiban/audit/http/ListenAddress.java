package org.kagiban.audit.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Where a server of this package listens. */
public final class ListenAddress {
  private ListenAddress() {}

  /**
   * Reads {@code host:port}, {@code [IPv6]:port}; port 0 takes a free one.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote it
   */
  public static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("not HOST:PORT: " + text);
    }
    try {
      InetAddress host = InetAddress.getByName(text.substring(0, colon));
      return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no such host: " + text.substring(0, colon), e);
    }
  }

  /** Whether only this machine reaches it. */
  public static boolean isLoopback(InetSocketAddress address) {
    return address.getAddress().isLoopbackAddress();
  }
}
