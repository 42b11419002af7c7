/**
 * The proxy in front of the services: plain prefixes, the same table as the Ingress (design.md, edge routes). It keeps
 * no state but which replicas did not answer lately. A request is sent again only when that cannot do anything twice.
 */
package io.rtcroom.stack.edge;
